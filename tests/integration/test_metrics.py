"""What a player measures, asked for on the command line."""


async def test_figures_now_and_of_the_last_hour(footlight, player, clips):
    await footlight("play", player.id, *clips, "--loop")
    (now,) = await footlight.lines("metrics", player.id, "--json")
    assert now["player"]["id"] == player.id
    assert now["rss_bytes"] > 1_000_000
    assert now["decoder"] == "simulated"
    # That was its second reading at least, and the minute that is not over is among them.
    past = await footlight.lines("metrics", player.id, "--since", "1h", "--json")
    told = {line["figure"] for line in past}
    assert {"cpu_percent", "cores_percent.0", "load_1", "memory_used_bytes", "presented_fps", "open_files"} <= told
    assert all(line["least"] <= line["mean"] <= line["most"] for line in past)
    code, out, err = await footlight("metrics", player.name, "--figures", "cpu_percent,rss_bytes")
    assert (code, err) == (0, "")
    assert [line.split()[0] for line in out.splitlines()] == ["FIGURE", "cpu_percent", "rss_bytes"]
