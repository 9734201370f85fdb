"""Somebody invites with one program, and somebody joins with another."""

import asyncio
import json

from integration.conftest import START_S


class Invitation:
    """`footlight site invite`, at work."""

    def __init__(self, process, opened):
        self.process = process
        self.code, self.address = opened["code"], opened["addresses"][0]

    @classmethod
    async def open(cls, program, role):
        process = await program.start("site", "invite", "--role", role, "--json")
        async with asyncio.timeout(START_S):
            return cls(process, json.loads(await process.stdout.readline()))

    async def end(self):
        """Exit code, what was printed last, and what was complained of."""
        async with asyncio.timeout(START_S):
            out, err = await self.process.communicate()
        return self.process.returncode, [json.loads(line) for line in out.splitlines()], err.decode()


async def join(footlight, newcomer, role, name="Reader"):
    invitation = await Invitation.open(footlight, role)
    code, out, err = await newcomer("site", "join", invitation.address, "--code", invitation.code, "--as", name)
    assert (code, err) == (0, "")
    assert out == f"You joined the site Museum as {role}.\n"
    status, (line,), err = await invitation.end()
    assert (status, err) == (0, "")
    return line["member"]
