import ctypes

from footlight_player.engine.render import gl_address


def test_fences_are_refused_by_a_function_that_is_there_and_returns_null():
    address = gl_address(b"glFenceSync", lambda _: 0x1234)
    assert address not in {0, 0x1234}
    fence_sync = ctypes.CFUNCTYPE(ctypes.c_void_p, ctypes.c_uint, ctypes.c_uint)(address)
    assert fence_sync(0x9117, 0) is None


def test_everything_else_is_what_the_display_offers():
    assert gl_address(b"glClear", lambda name: len(name)) == 7
    assert gl_address(b"glNone", lambda _: 0) == 0
