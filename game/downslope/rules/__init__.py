"""What a level is, which actions it allows, and how they end."""

from .actions import (
    KINDS, Action, Answer, Freeze, Impossible, Learn, Next, Probe, ProbeResult, Reset, Show, Stop, TakeOver, Turn,
    check, from_json, is_fresh, last_action, last_of, merge_learns, to_json,
)
from .campaign import (
    ALL, CHAPTERS, INSTEAD, OUTSIDE, TOOLS, TRAINED, CampaignPlace, brings, code, codes, course, following,
    is_complete, is_open, levels_of, missing, place_of, places, recap_of, reel, shown, trails,
)
from .catalog import (
    NAMING, Catalog, find, fits, fresh_learner, has_land, is_name, item_title, key_of, knobs_of, metric_with_knobs,
    misfit, shared_knob,
)
from .changes import Changes, Stage
from .costs import UNITS, words_for
from .example import Deferred, Example, input_name
from .field_bounds import Bound, IDLE, IN_PYTHON, Items, KnownWords, Letters, NONE, NoneWord, Read
from .handlers import is_hands_off, is_locked, record, start_pass
from .judged_steps import accuracies_incremental, accuracy_examples, advance_incremental, measure_slowly
from .knob import KNOBS, Knob, LEVEL_KNOBS, MOST_BY_HAND, Value, equal, kind_of
from .land_picture import LandPicture, Move, MoveKind, NamedShape, is_own_picture
from .level import Level, effective_level, stage_knobs, start_knobs
from .level_words import near, nearest
from .outcome import FLAT, GAIN, Gate, OUTCOMES, Outcome, WINS, outcome_title
from .picture_numbers import ALONG, MOST, answers, names, numbers, reads, votes_of
from .question import FILMED, FILMS, MOVES, Marker, NUMBERED_MOMENT, Question, RUNS
from .resume import do_slowly, restore
from .run_facts import RunFacts, alpha_since, common_ratio, constant_ratio, signed_misses
from .session import Session
from .stars import condition_of, earned_stars, par_here, par_of, part_for, part_with_count, questions_of
from .target import (
    SLACK, TARGETS, Accuracy, Drawn, Exam, Fooled, MeanError, Near, Runs, Smaller, Target, TargetInfo, accuracy,
    exam, largest, share_correct, target_info_of,
)
