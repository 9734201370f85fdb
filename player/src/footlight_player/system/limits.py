"""Limits the kernel sets this process."""

import resource


def allow_open_files(count: int) -> None:
    """Raise the number of files and sockets that may be open to `count`, or as near as the kernel lets us."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = count if hard == resource.RLIM_INFINITY else min(count, hard)
    if soft != resource.RLIM_INFINITY and soft < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))
