"""What is found in the memory of a process that a test started."""

import base64
import time

LARGEST = 1 << 30  # of an area; what is larger holds no program's data: address sanitizers keep terabytes of notes


def forms_of(pem):
    """A private key as PEM, as that in base64 (three ways to lie in it), and as the number itself; parts that no other key has."""
    lines = pem.splitlines()[1:-1]
    number = base64.b64decode("".join(lines))[38:66]  # PKCS #8 of P-256: the 32 bytes from 36 on
    shifted = [base64.b64encode(pem[i:].encode()).decode()[80:120] for i in range(3)]
    return [lines[1][:40].encode(), *(text.encode() for text in shifted), number]


def found(pid, texts):
    """Those of `texts` that are anywhere in the memory that it may write."""
    seen = set()
    with open(f"/proc/{pid}/maps", encoding="ascii") as maps, open(f"/proc/{pid}/mem", "rb", buffering=0) as mem:
        for line in maps:
            area, rights = line.split()[:2]
            if not rights.startswith("rw") or line.rstrip().endswith(("[vvar]", "[vsyscall]")):
                continue
            start, end = (int(one, 16) for one in area.split("-"))
            if end - start > LARGEST:
                continue
            try:
                mem.seek(start)
                content = mem.read(end - start)
            except (OSError, OverflowError):  # a guard, or gone by now
                continue
            seen.update(text for text in texts if text in content)
    return sorted(seen)


def lasting(pid, texts):
    """Those that are still found after ten seconds; some are while a step is under way."""
    until = time.monotonic() + 10
    while (left := found(pid, texts)) and time.monotonic() < until:
        time.sleep(0.05)
    return left
