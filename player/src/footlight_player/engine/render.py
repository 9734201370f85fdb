"""mpv's render API for one deck: draws its frames into whatever GL context is current."""

import ctypes
import enum
from collections.abc import Callable

import mpv

# A `glFenceSync` that makes none and says so: NULL is its way to report failure.
_NO_FENCE = ctypes.CFUNCTYPE(ctypes.c_void_p, ctypes.c_uint, ctypes.c_uint)(lambda _condition, _flags: None)


def gl_address(name: bytes, resolve: Callable[[bytes], int]) -> int:
    """The address of the GL function `name` for mpv; 0 when there is none.

    WORKAROUND mpv#17217: mpv makes a fence per frame and, without a swap chain of its own, never deletes one, so file
    descriptors run out within hours. It skips fences that are NULL. With no `glFenceSync` at all it refuses to start.
    """
    if name == b"glFenceSync":
        return ctypes.cast(_NO_FENCE, ctypes.c_void_p).value or 0
    return resolve(name)


# MPV_RENDER_FRAME_INFO_PRESENT and _REDRAW of libmpv/render.h.
_PRESENT, _REDRAW = 1 << 0, 1 << 1


class Frame(enum.Enum):
    """What waits to be drawn."""

    NONE = enum.auto()
    OLD = enum.auto()
    """One that was drawn before, e.g. after a pause."""
    NEW = enum.auto()


class RenderContext:
    """The drawing side of one mpv instance.

    Every method belongs to the thread of the GL context, with that context current; only `on_update` is called on a
    thread of mpv and must neither call mpv nor wait. The mpv instance must outlive it.
    """

    def __init__(self, player: mpv.MPV, resolve: Callable[[bytes], int], on_update: Callable[[], None]) -> None:
        def address(_context: int | None, name: bytes) -> int:
            return gl_address(name, resolve)

        # mpv keeps the pointer, so this object must live as long as the context.
        self._address = mpv.MpvGlGetProcAddressFn(address)
        self._context = mpv.MpvRenderContext(player, "opengl", opengl_init_params={"get_proc_address": self._address})
        self._handle = self._context.handle
        # Built once: per frame only the numbers in the target change. The array holds pointers into the parameters.
        target = mpv.MpvRenderParam("opengl_fbo", {"w": 0, "h": 0})
        at_once = mpv.MpvRenderParam("block_for_target_time", False)
        self._parameters = (
            target,
            at_once,
            mpv.MpvRenderParam("flip_y", True),
            mpv.MpvRenderParam("skip_rendering", True),
            mpv.MpvRenderParam("invalid"),
        )
        *_, upright, unseen, end = self._parameters
        self._target = target.value
        self._info = mpv.MpvRenderParam("next_frame_info", {})
        self._draw_parameters = (mpv.MpvRenderParam * 4)(target, upright, at_once, end)
        self._skip_parameters = (mpv.MpvRenderParam * 3)(unseen, at_once, end)
        self._context.update_cb = on_update

    def waiting(self) -> Frame:
        """What mpv has for us that was not taken yet."""
        if not self._context.update():
            return Frame.NONE
        mpv.backend.mpv_render_context_get_info(self._handle, self._info)
        flags = self._info.value.flags
        if not flags & _PRESENT:
            return Frame.NONE
        return Frame.OLD if flags & _REDRAW else Frame.NEW

    def draw(self, framebuffer: int, width_px: int, height_px: int) -> None:
        """Draw the newest frame over the whole of the framebuffer, with bars where its shape differs."""
        self._target.fbo, self._target.w, self._target.h = framebuffer, width_px, height_px
        mpv.backend.mpv_render_context_render(self._handle, self._draw_parameters)

    def skip(self) -> None:
        """Take the newest frame without drawing it, so that mpv does not wait 200 ms for somebody to do so."""
        mpv.backend.mpv_render_context_render(self._handle, self._skip_parameters)

    def report_swap(self) -> None:
        """Tell mpv that what was taken is on screen; it waits for this with every frame once it heard it."""
        self._context.report_swap()

    def free(self) -> None:
        """Give back everything. No update is reported once this has returned."""
        # The callback is left in place: taking it away frees it under the feet of a thread of mpv that is just
        # entering it. mpv itself waits for those threads before it frees the context.
        self._context.free()
