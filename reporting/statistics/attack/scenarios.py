"""Who attacks, knowing what? The scenarios of the disclosure policy, A0 to A7."""

from dataclasses import replace
from decimal import Decimal

from reporting.statistics.attack.closed import Closed
from reporting.statistics.attack.equations import Knowledge, Row, knowledge
from reporting.statistics.attack.files import Publication
from reporting.statistics.attack.ground import Attacker, Ground, Score
from reporting.statistics.attack.percentages import betrayed_totals, small_steps

OUTSIDER = Attacker()


def run(new: Publication, earlier: list[Publication], closed: Closed) -> dict[str, Score]:
    """Every attack that can be made with what there is, by its number."""
    alone, stacked = knowledge([new]), knowledge([*earlier, new])
    scores = {
        "A0": Ground(alone, rates=False).attack(Attacker(rates=False)),
        "A1": Ground(stacked).attack(Attacker(least=1), guessed=closed.something),
        "A3": Ground(stacked).attack(Attacker(whole=True)),
        "A7": _with_totals(Ground(stacked).attack(OUTSIDER), new),
    }
    if earlier:
        scores["A6"] = _opened(Ground(stacked).attack(OUTSIDER), stacked)
    if closed.insiders:
        scores["A4"] = _insiders(stacked, closed)
        scores["A4r"] = _remainders(stacked, closed)
    if closed.alone:
        scores["A5"] = _alone(stacked, closed)
    return dict(sorted(scores.items()))


def _with_totals(score: Score, new: Publication) -> Score:
    for predicate, total in betrayed_totals(new):
        score.add(predicate, total, total, 0)
    for predicate, low, high in small_steps(new):
        score.add(predicate, low, high, high + 1)
    return score


def _opened(score: Score, reader: Knowledge) -> Score:
    """What one release hides and another shows."""
    for predicate in sorted(reader.opened):
        value = int(reader.known[predicate])
        score.add(predicate, value, value, reader.threshold(predicate))
    return score


def _insiders(reader: Knowledge, closed: Closed) -> Score:
    """Each party knows all its own figures, printed or not."""
    score = Score()
    for _party, own in closed.insiders.items():
        score.merge(Ground(reader.told(_of_use(reader, own))).attack(OUTSIDER))
    return score


def _of_use(reader, own):
    return {p: value for p, value in own.items() if p in reader.hidden | reader.derived}


def _remainders(reader: Knowledge, closed: Closed) -> Score:
    """Each party takes its own part from every figure of all parties: what is left are others."""
    score = Score()
    for party, own in closed.insiders.items():
        rests, rows = {}, []
        for predicate in sorted(reader.known.keys() | reader.hidden):
            mine = predicate._replace(at=tuple(sorted((*predicate.at, ("party", party)))))
            if mine in own and not any(d == "party" for d, _node in predicate.at):
                rest = predicate._replace(basis=f"others of {predicate.basis}")
                terms = ((rest, Decimal(1)), (mine, Decimal(1)), (predicate, Decimal(-1)))
                rows.append(Row(terms))
                rests[rest] = own[mine]
        told = reader.told(
            _of_use(reader, own) | {m: v for m, v in own.items() if m in _terms(rows)}
        )
        insider = replace(told, rows=told.rows + rows, derived=told.derived | rests.keys())
        score.merge(Ground(insider).attack(OUTSIDER))
    return score


def _terms(rows):
    return {predicate for row in rows for predicate, _ in row.terms}


def _alone(reader: Knowledge, closed: Closed) -> Score:
    """Whoever is the only person in a figure knows it; what lies within is no secret to them."""
    score, ground = Score(), Ground(reader)
    for predicate, value in sorted(closed.alone.items()):
        if predicate in reader.hidden:
            mine = set(predicate.at)
            no_secret = {p for p in closed.alone if set(p.at) <= mine or mine <= set(p.at)}
            no_secret |= {p for p in ground.unknowns if mine <= set(p.at)}
            score.merge(ground.attack(OUTSIDER, {predicate: value}, no_secret))
    return score
