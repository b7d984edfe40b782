"""What do readers hold already, and what does a new release add to it by subtraction?

An earlier release, or a figure given out elsewhere, joins the system. Where it counted the same
it is the same cell: shown then, it is known and stays; hidden then, it stays hidden. Where it
counted otherwise it is a cell of its own, and so is the change, which may be small and then is as
unsafe as a small figure: it must look like no change and like one of five.
"""

from dataclasses import replace

from reporting.statistics.disclosure.system import Constraint, Earlier, Key, System, Truth


def stacked(system: System) -> System:
    """One system over the new release and everything readers hold."""
    for earlier in system.earlier:
        system = _with(system, earlier)
    return replace(system, earlier=())


def _with(system: System, earlier: Earlier) -> System:
    made = replace(
        system,
        truths=dict(system.truths),
        constraints=list(system.constraints),
        thresholds=dict(system.thresholds),
        held=dict(system.held),
        changes=set(system.changes),
    )
    names = {cell: _name(made, earlier, cell) for cell in earlier.truths}
    for cell, name in names.items():
        made.truths.setdefault(name, earlier.truths[cell])
        made.thresholds.setdefault(name, made.thresholds.get(cell, 5))
        if cell in earlier.cells:
            made.held[name] = made.held.get(name, False) or earlier.cells[cell] is not None
        if name != cell and cell in system.truths:
            _add_change(made, earlier, cell, name)
    for constraint in earlier.constraints:
        terms = tuple((names[cell], sign) for cell, sign in constraint.terms)
        made.constraints.append(Constraint(terms, constraint.equal))
    return made


def _name(made: System, earlier: Earlier, cell: Key) -> Key:
    """The cell itself where it was counted alike, or is not counted any more."""
    same = made.truths.get(cell, earlier.truths[cell]).count == earlier.truths[cell].count
    return cell if same else cell._replace(population=f"{earlier.name}: {cell.population}")


def _add_change(made: System, earlier: Earlier, cell: Key, before: Key) -> None:
    size = made.truths[cell].count - made.truths[before].count
    change = cell._replace(population=f"since {earlier.name}: {cell.population}")
    made.truths[change] = Truth(abs(size), abs(size))
    made.changes.add(change)
    sign = 1 if size > 0 else -1
    made.constraints.append(Constraint(((cell, 1), (before, -1), (change, -sign))))
