"""`downslope check` of the level that lies on the bench, beside the card: begun once nothing is typed any more."""

from __future__ import annotations

from ... import paths
from ...background.level_check import FileCheck
from ...i18n import _
from ...level_files.writing import NotData, toml_of
from ...rules.catalog import Catalog
from ...storage.files import unwritable, write_file
from ...workshop.bench import Bench
from ...workshop.bench_level import level_of

REST = 0.6  # seconds without a change until it begins
LIMIT = 20  # seconds that it may take


class SaveCheck:
    """`findings`: what is wrong with the level, a sentence each; None: not known yet.

    unable   nothing can be checked here: the level is saved all the same
    """

    def __init__(self) -> None:
        self.findings: list[str] | None = None
        self.unable = False
        self._check: FileCheck | None = None
        self._checked: Bench | None = None  # what the check was begun with
        self._rest = 0.0  # seconds since something was changed

    def wait(self) -> None:
        """Something was changed: a moment of rest first."""
        self._rest = 0.0

    def update(self, seconds: float) -> bool:
        """Time goes by. True: nothing was changed for long enough that it may begin."""
        self._rest += seconds
        found = self._check.findings() if self._check is not None else None
        if found is not None:
            self._check, self.findings = None, found
        return self._rest >= REST

    def begin(self, bench: Bench, catalog: Catalog, floor: float | None, target: float | None) -> None:
        """Check its level, unless that was done. `floor`: the lowest mean error that there is."""
        if bench == self._checked:
            return
        self.stop()
        self._checked, self.findings = bench, None
        if floor is not None and target is not None and target < floor:
            told = _("A mean error of {target} is impossible: the floor is {floor}.")
            self.findings = [told.format(target=f"{target:g}", floor=f"{floor:.3g}")]
            return
        file = paths.scratch() / f"{bench.id}.toml"
        try:
            text = toml_of(level_of(bench, catalog, bet=True))
            file.parent.mkdir(parents=True, exist_ok=True)
            write_file(file, text)
        except NotData as bad:
            self.findings = [_("It has something that only Python can say: {field}.").format(field=bad.field)]
        except OSError as error:
            self.findings = [unwritable(bench.id, error)]
        else:
            self._check = FileCheck(file, LIMIT)
            if self._check.unable:
                self._check, self.findings, self.unable = None, [], True

    def stop(self) -> None:
        """Its process is not needed any more."""
        if self._check is not None:
            self._check.stop()
            self._check = None
