"""One figure, drawn on a thread of its own, so that the window answers meanwhile."""

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from textminer.atomic import atomic_path
from textminer.figures.marks import NO_MARKS, Marks, marks_of
from textminer.figures.style import Colours, prepare_matplotlib
from textminer.jobs.thread_priority import give_way

if TYPE_CHECKING:
    from matplotlib.figure import Figure

Draw = Callable[["Figure", Colours], None]

DPI = 100  # at scale 1: 9 pt letters are then as high as the window's
SAVED_DPI = 300
LEAST_POINTS = (200, 130)  # width and height that a figure is laid out in
FORMATS = ("png", "svg", "pdf")

# one thread for all figures: matplotlib's font cache is not made for several
_painters = ThreadPoolExecutor(max_workers=1, thread_name_prefix="figures", initializer=give_way)


@dataclass(frozen=True)
class Picture:
    """A drawn figure: rgba holds 4 bytes per pixel, row by row; marks lie on these pixels."""

    rgba: bytes
    width: int
    height: int
    colours: Colours
    draw: Draw
    marks: Marks = NO_MARKS


class FigureSheet:
    """One Figure for ever; drawing imports matplotlib on the drawing thread the first time."""

    def __init__(self) -> None:
        self._figure: Figure | None = None

    def submit(self, draw: Draw, colours: Colours, width: int, height: int, dpi: float) -> Future[Picture]:
        """Draw the figure anew at a size in pixels; the future comes from the drawing thread."""
        return _painters.submit(self._render, draw, colours, width, height, dpi)

    def save(self, target: Path, colours: Colours, draw: Draw | None = None) -> None:
        """Write the figure as PNG, SVG or PDF, by the ending of the name. Raises OSError or ValueError.

        draw:  draws it anew, in other colours than those on the screen
        """
        kind = target.suffix.lower().lstrip(".")
        if kind not in FORMATS:
            raise ValueError(kind)
        _painters.submit(self._save, target, kind, colours, draw).result()

    def picture(self, draw: Draw, colours: Colours) -> Picture:
        """The figure drawn anew in other colours, as large as it is shown. Raises ValueError before that."""
        return _painters.submit(self._picture, draw, colours).result()

    def _save(self, target: Path, kind: str, colours: Colours, draw: Draw | None) -> None:
        with atomic_path(target) as temporary:
            if self._figure is None:
                raise ValueError("nothing has been drawn")
            figure = self._figure if draw is None else self._drawn_anew(draw, colours)
            figure.savefig(temporary, format=kind, dpi=SAVED_DPI, facecolor=colours.surface)

    def _picture(self, draw: Draw, colours: Colours) -> Picture:
        if self._figure is None:
            raise ValueError("nothing has been drawn")
        figure = self._drawn_anew(draw, colours)
        figure.set_facecolor(colours.surface)
        canvas: Any = figure.canvas
        canvas.draw()
        buffer = canvas.buffer_rgba()
        return Picture(bytes(buffer), buffer.shape[1], buffer.shape[0], colours, draw)

    def _drawn_anew(self, draw: Draw, colours: Colours) -> "Figure":
        from matplotlib.backends.backend_agg import FigureCanvasAgg
        from matplotlib.figure import Figure

        assert self._figure is not None
        width, height = self._figure.get_size_inches().tolist()
        figure = Figure((width, height), self._figure.dpi, layout="constrained")
        FigureCanvasAgg(figure)
        draw(figure, colours)
        return figure

    def _render(self, draw: Draw, colours: Colours, width: int, height: int, dpi: float) -> Picture:
        canvas = self._canvas()
        figure = canvas.figure
        # where axes and titles alone would fill it, all is drawn smaller
        dpi = min(dpi, 72 * width / LEAST_POINTS[0], 72 * height / LEAST_POINTS[1])
        figure.set_dpi(dpi)
        figure.set_size_inches(width / dpi, height / dpi)
        draw(figure, colours)
        figure.set_facecolor(colours.surface)
        canvas.draw()
        buffer = canvas.buffer_rgba()
        size = buffer.shape[1], buffer.shape[0]
        return Picture(bytes(buffer), *size, colours, draw, marks_of(figure))

    def _canvas(self) -> Any:
        if self._figure is None:
            prepare_matplotlib()
            from matplotlib.backends.backend_agg import FigureCanvasAgg
            from matplotlib.figure import Figure

            self._figure = Figure(dpi=DPI, layout="constrained")
            FigureCanvasAgg(self._figure)
        return self._figure.canvas


def warm_up() -> None:
    """Import matplotlib and read its fonts, which takes most of a second: for a job after the first paint."""
    prepare_matplotlib()
    import matplotlib.backends.backend_agg
    import matplotlib.figure  # noqa: F401
