"""What was measured, in words: medians over rounds, and ratios of figures from one round."""

from statistics import median

from bodies import BODIES

HEAD = """\
# sparkgate beside nginx

One core for the server, one for wrk; {tls}, keep-alive, HTTP/1.1. CPU is the server's process time a request, all
threads, log and metrics included. × nginx compares with nginx's fixed answer of the size of `shipped`'s in the same
round: 0.5 is twice its CPU, or half its rate. Medians of {rounds} rounds of {seconds} s in changing order; ± is half the
distance between the best and the worst round. Nothing has been tuned yet.
"""
COLUMNS = ("server", "CPU µs", "±", "× nginx, CPU", "req/s", "× nginx, rate", "p50 µs", "p99 µs", "p50 µs, c1",
           "p99 µs, c1", "CPU µs, c1")


def of_cell(results, server, body, connections, figure):
    return [one[figure] for one in results[server][body][connections]]


def ratio(results, server, body, figure, other="nginx"):
    """Of rates ours to the other's, of costs the other's to ours: more is better."""
    ours = of_cell(results, server, body, 16, figure)
    theirs = of_cell(results, other, body, 16, figure)
    pairs = zip(ours, theirs) if figure == "rate" else zip(theirs, ours)
    return median(a / b for a, b in pairs)


def doors_row(results, body):
    """The shipped policies at /validate: its figures as multiples of those at /mutate in the same round."""
    cost, rate = (ratio(results, "shipped at /validate", body, figure, "shipped") for figure in ("cpu", "rate"))
    return body, f"{1 / cost:.2f}", f"{rate:.2f}"


def row(results, server, body):
    def middle(connections, figure):
        return median(of_cell(results, server, body, connections, figure))

    costs = of_cell(results, server, body, 16, "cpu")
    return (server, f"{median(costs):.1f}", f"{(max(costs) - min(costs)) / 2:.1f}",
            f"{ratio(results, server, body, 'cpu'):.2f}", f"{middle(16, 'rate'):,.0f}",
            f"{ratio(results, server, body, 'rate'):.2f}", f"{middle(16, 'p50'):,.0f}", f"{middle(16, 'p99'):,.0f}",
            f"{middle(1, 'p50'):,.0f}", f"{middle(1, 'p99'):,.0f}", f"{middle(1, 'cpu'):.1f}")


def table(columns, rows):
    lines = [columns, ["---"] * len(columns), *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines) + "\n"


def noise(results):
    """How far the machine was ours while we measured."""
    cells = [cell for by_body in results.values() for by_load in by_body.values() for cell in by_load.values()]
    others = [one["others"] for cell in cells for one in cell]
    spread = [(max(costs) - min(costs)) / median(costs)
              for costs in ([one["cpu"] for one in cell] for cell in cells)]
    return {"others_median": median(others), "others_worst": max(others), "spread_median": median(spread),
            "spread_worst": max(spread)}


def noise_text(of):
    quiet = "The machine was quiet." if of["others_median"] < 0.2 else (
        "The machine was **not quiet**: believe ratios, not single figures, and differences under 10 % not at all.")
    return (f"Others used {of['others_median']:.0%} of one core in the middle run, {of['others_worst']:.0%} in the "
            f"worst. CPU a request of one server and body differed between rounds by {of['spread_median']:.0%} "
            f"(middle) to {of['spread_worst']:.0%} (worst). {quiet}\n")


def markdown(measured):
    results, settings = measured["results"], measured["settings"]
    parts = [HEAD.format(tls=settings["tls"], rounds=settings["rounds"], seconds=settings["seconds"])]
    for body in BODIES:
        answers = ", ".join(f"{server} {size:,} B" for server, size in measured["answers"][body].items())
        parts.append(f"## {body}, {measured['bodies'][body]:,} B\n")
        parts.append(f"16 connections where not said otherwise. Answers: {answers}.\n")
        parts.append(table(COLUMNS, [row(results, server, body) for server in results]))
    parts.append("## /validate against /mutate, shipped\n")
    parts.append(table(("body", "× CPU", "× rate"), [doors_row(results, body) for body in BODIES]))
    parts.append("## Memory\n")
    parts.append(table(("server", "RSS MiB, idle", "after load"),
                       [(server, f"{idle:.1f}", f"{after:.1f}") for server, (idle, after) in measured["rss"].items()]))
    parts.append("## Noise\n")
    parts.append(noise_text(measured["noise"]))
    return "\n".join(parts)
