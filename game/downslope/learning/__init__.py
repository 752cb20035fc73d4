"""The article: prediction, error, delta, weight_delta, alpha. Networks, metrics, learners; standard library only."""

from .architecture import (
    Layered, eye_shares, has_shares, is_bare_map, is_derived, is_neuron, is_one_layer, is_side_by_side,
    kernel_count, kernels_of, layers_of, pixel_shares,
)
from .batches import Batch, BatchSampler, SCHEDULES, SHIFT, move, scheduled_alpha
from .contract import shape_faults, slope_faults
from .learner import Alpha, Learner
from .metric import Metric, kebab
from .named import ConvNet, Layers, Maker, Neuron, Neurons
from .network import FieldFault, Network, Node, Picture, Wire, picture_faults
from .ops import (
    ACTIVATIONS, BIAS, CELLS, KINDS, RELU, SIZES, WIDTH, WORDS, Activation, Beside, Conv, Dense, MaxPool, RowFault,
    Vector, assemble, dot, form_of, hidden_of, ops_of, windows_of,
)
from .problem import ExampleLook, Pair, Problem
from .metric_slope import why_no_slope
