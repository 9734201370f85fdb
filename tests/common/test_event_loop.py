import asyncio

from footlight_common.event_loop import new_event_loop


def say(loop, context):
    loop.call_exception_handler(context)


def test_an_answer_on_a_connection_that_was_aborted_is_no_error(caplog):
    closed = RuntimeError("unable to perform operation on <TCPTransport closed=True>; the handler is closed")
    with asyncio.Runner(loop_factory=new_event_loop) as runner:
        say(runner.get_loop(), {"message": "Fatal error on SSL protocol", "exception": closed})
    assert not caplog.records


def test_every_other_error_of_the_loop_is_told(caplog, expect_log):
    expect_log("Fatal error on SSL protocol", level=40)
    expect_log("Task exception was never retrieved", level=40)
    with asyncio.Runner(loop_factory=new_event_loop) as runner:
        say(runner.get_loop(), {"message": "Fatal error on SSL protocol", "exception": RuntimeError("another")})
        say(runner.get_loop(), {"message": "Task exception was never retrieved", "exception": ValueError("x")})
    assert len(caplog.records) == 2
