from footlight_player.engine.playhead import Playhead


def test_it_stands_until_it_runs():
    assert Playhead(3.0, 100.0).at(200.0) == 3.0


def test_it_runs_by_the_clock_and_holds():
    playhead = Playhead(3.0, 100.0)
    playhead.run(100.0)
    assert playhead.at(102.5) == 5.5
    playhead.hold(103.0)
    assert playhead.at(200.0) == 6.0


def test_what_mpv_says_corrects_it():
    playhead = Playhead(0.0, 100.0)
    playhead.run(100.0)
    playhead.see(0.9, 101.0)
    assert playhead.at(102.0) == 1.9


def test_it_never_runs_beyond_the_end():
    playhead = Playhead(0.0, 100.0)
    playhead.run(100.0)
    assert playhead.at(150.0, duration_s=7.0) == 7.0
