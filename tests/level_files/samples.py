"""Files of levels, pictures and packs as a person writes them: what lies in samples/, and what is made of it."""

import zipfile
from collections.abc import Mapping
from io import BytesIO
from pathlib import Path

FOLDER = Path(__file__).with_name("samples")
Content = str | bytes


def sample(name: str) -> str:
    return (FOLDER / name).read_text(encoding="utf-8")


def samples_of(folder: str) -> dict[str, Content]:
    """All files of a folder by their names in it."""
    top = FOLDER / folder
    files = sorted((path for path in top.rglob("*") if path.is_file()), key=lambda path: path.name != "pack.toml")
    return {path.relative_to(top).as_posix(): path.read_text(encoding="utf-8") for path in files}


def zipped(files: Mapping[str, Content], way: int = zipfile.ZIP_DEFLATED) -> bytes:
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w", way) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def laid_out(files: Mapping[str, Content], folder: Path) -> Path:
    for name, content in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content if isinstance(content, bytes) else content.encode())
    return folder
