"""The flow's state machine: which question comes after which outcome.

One `transitions.Machine` is built for a flow when it is loaded. Its states are the questions, its
triggers their outcomes: `answered` or `skipped` leads on, a choice named in `next:` leads where
it says, `pass` is taken past a question whose condition fails, `visit_x` and `back_x` lead aside
and back. A walk fires these triggers on a throw-away cursor and nobody else decides; what a
trigger led to is remembered, as it can't change. The pictures are drawn from this same machine.
"""

from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any

from transitions import Machine
from transitions.extensions import GraphMachine

from flows.content.flow import Flow

OVER = "over"
Row = dict[str, str]


@dataclass(slots=True)
class Cursor:
    """A finger on the table; it exists for one move."""

    state: str


def table(flow: Flow) -> list[Row]:
    """Return the flow as rows of trigger, source and dest."""
    rows: list[Row] = []
    for name, onward in zip(flow.order, (*flow.order[1:], OVER), strict=True):
        question = flow.questions[name]
        rows.append(_row("answered", name, OVER if question.end else onward))
        rows.extend(_row(outcome, name, dest) for outcome, dest in question.next.items())
        if question.when:
            rows.append(_row("pass", name, onward))
    for visitor, aside in flow.visits():
        rows.append(_row(f"visit_{aside}", visitor, aside))
        rows.append(_row(f"back_{visitor}", aside, visitor))
    return rows


def _row(trigger: str, source: str, dest: str) -> Row:
    return {"trigger": trigger, "source": source, "dest": dest}


class Table:
    """A flow's machine."""

    def __init__(self, flow: Flow) -> None:
        self.first = flow.order[0]
        self.rows = table(flow)
        self.states = [*flow.questions, OVER]
        self._machine = Machine(
            model=None,
            states=self.states,
            transitions=self.rows,
            initial=self.first,
            auto_transitions=False,
        )
        self._moves: dict[tuple[str, str], str] = {}

    def move(self, at: str, outcome: str) -> str:
        """Return where an outcome leads. Raises transitions.MachineError where it leads nowhere."""
        move = (at, outcome)
        if move not in self._moves:
            cursor = Cursor(at)
            self._machine.events[outcome].trigger(cursor)
            self._moves[move] = cursor.state
        return self._moves[move]

    def reachable(self) -> set[str]:
        """Return every question that some walk comes to."""
        found, ahead = {self.first}, [self.first]
        while ahead:
            at = ahead.pop()
            leads = {row["dest"] for row in self.rows if row["source"] == at} - found
            found |= leads
            ahead += leads
        return found

    def draw(self) -> str:
        """Return the machine as a Mermaid state diagram."""
        machine = GraphMachine(
            model=None,
            states=self.states,
            transitions=self.rows,
            initial=self.first,
            auto_transitions=False,
            graph_engine="mermaid",
        )
        drawn: Any = SimpleNamespace()  # a drawing machine puts its methods into its model
        machine.add_model(drawn, initial=self.first)
        return str(drawn.get_graph().draw(None))
