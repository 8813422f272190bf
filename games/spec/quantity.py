"""Quantities of a spec: every number in it has an address, a value and a domain.

A `Scope` evaluates the expressions of one spec while its game is built. The builder asks it for
each number by its address; so the run that builds the game also lists its quantities, and a value
put at an address (a number, or an element of any field the builders compute in) takes the place of
what the spec says there. What follows from a quantity (grab from stakes, shares from power, the
win probability from a contest) follows from the value put in its place.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from games.errors import DetenteError, NumberError, Place, SpecError
from games.exact import Number, Real, Scalar
from games.spec.tree import Map, Node, Path, at, dotted, shorten
from games.spec.validate import comma_hint, fail, odds_hint

#: Words that expressions use themselves, which no parameter can be called.
RESERVED = frozenset({"abs", "cos", "exp", "max", "min", "sin", "sqrt", "tan", "pi"}) | frozenset(
    {"deg", "degree", "degrees", "rad", "radian", "radians", "inf", "infinity", "nan", "oo"}
)


@dataclass(frozen=True)
class Quantity:
    """A number of a spec.

    address: the name under which it can be set and freed; aliases: further names for it.
    low, high: its domain, None where unbounded; high_open: whether `high` itself is outside.
    derived: it follows from other quantities unless it is set. free: payoffs are rational functions
    of it, so it can be left open; others can only be set. path: where it stands in the spec.
    """

    address: str
    value: Scalar
    low: Number | None
    high: Number | None
    meaning: str
    aliases: tuple[str, ...] = ()
    high_open: bool = False
    derived: bool = False
    free: bool = True
    path: Path = field(default=(), compare=False)

    @property
    def domain(self) -> str:
        """The domain in words an error can quote."""
        if self.low is None and self.high is None:
            return "any number"
        if self.high is None:
            return f"at least {self.low}"
        if self.low is None:
            return f"at most {self.high}"
        return f"in [{self.low}, {self.high}{')' if self.high_open else ']'}"

    def holds(self, value: Scalar) -> bool:
        """Whether a value lies in the domain; True for what has no order."""
        if not isinstance(value, (Fraction, Real)):
            return True
        if self.low is not None and value < self.low:
            return False
        if self.high is None:
            return True
        return bool(value < self.high if self.high_open else value <= self.high)


class Scope:
    """Evaluates the expressions of a spec, with values put at addresses."""

    def __init__(self, tree: Node, values: Mapping[str, Scalar] | None = None) -> None:
        self.tree = tree
        self.values = {
            address: Fraction(value) if isinstance(value, int) else value
            for address, value in (values or {}).items()
        }
        self.names: dict[str, Scalar] = {}
        self.quantities: dict[str, Quantity] = {}
        self.hidden: tuple[Quantity, ...] = ()
        #: Lists further quantities that can be set, for kinds with too many to note each.
        self.later: Callable[[], Iterable[Quantity]] = tuple
        self._literals: dict[str, Scalar] = {}
        self._used: set[str] = set()
        self._taken: set[str] = set()

    def parameters(self, parameters: Mapping[str, Any] | None) -> None:
        """Evaluate the named parameters, which every later expression may use."""
        values: dict[str, Scalar] = {}
        self._literals.clear()
        for name, parameter in (parameters or {}).items():
            path: Path = ("parameters", name)
            self._check_name(name, path)
            low, high = None, None
            if parameter.range is not None:
                low, high = (
                    self.evaluate(text, (*path, "range", index))
                    for index, text in enumerate(parameter.range)
                )
                if low > high:
                    fail(
                        self.tree,
                        (*path, "range"),
                        f"the lower bound {low} is above the upper bound {high}",
                        allowed="[low, high]",
                    )
            values[name] = self.number(
                (*path, "value"),
                parameter.value,
                (name,),
                low,
                high,
                parameter.meaning or "parameter of the spec",
            )
        self.names = values
        self._literals.clear()

    def _check_name(self, name: str, path: Path) -> None:
        if not name.isidentifier() or not name.isascii() or name in RESERVED:
            why = (
                "it is a word of expressions" if name in RESERVED else "letters, digits and _ only"
            )
            fail(
                self.tree,
                path,
                f"`{shorten(name)}` cannot name a parameter: {why}",
                found=name,
                hint="choose another name",
            )

    def evaluate(self, text: str, path: Path, names: Mapping[str, Scalar] | None = None) -> Scalar:
        """Value of an expression, of `names` too; raises `NumberError` with its place."""
        from games.exact import parse

        known = self._literals.get(text)
        if known is None:
            with self.placed(path, text):
                known = parse(text, {**self.names, **(names or {})})
            if names is None:
                self._literals[text] = known
        return known

    def entry(self, path: Path, text: str, address: str) -> Scalar:
        """The value put at the address of one entry of a table, or as the spec says; not noted."""
        if address in self.values:
            self._used.add(address)
            return self.values[address]
        return self.evaluate(text, path)

    def cosine(self, text: str, path: Path) -> Scalar:
        """Cosine of an angle expression; raises `NumberError` with its place."""
        from games.exact import parse_angle

        with self.placed(path, text):
            return parse_angle(text, self.names).cosine()

    @contextmanager
    def placed(self, path: Path, text: str | None = None) -> Iterator[None]:
        """Give errors raised inside the place and key of a path."""
        try:
            yield
        except DetenteError as error:
            if error.place.line is not None:
                raise
            if text is None:
                path = self._inside(path, error.message)
            mark = at(self.tree, path)[1]
            key = dotted(path)
            hint = (odds_hint(text) or comma_hint(text)) if text is not None else None
            raise type(error)(
                f"`{key}`: {error.message}" if text is not None and key else error.message,
                place=Place(mark.file, mark.line, mark.column, key or None),
                found=error.found or text,
                allowed=error.allowed,
                hint=hint or error.hint,
            ) from error

    def _inside(self, path: Path, message: str) -> Path:
        """The path, or that of the key in its mapping with which the message begins."""
        node = at(self.tree, path)[0]
        key = message.partition(":")[0].partition(" ")[0]
        return (*path, key) if isinstance(node, Map) and key in node.entries else path

    def count(self, path: Path, value: int, names: Sequence[str], meaning: str) -> int:
        """A whole number of at least 1, put at its address or as the spec says."""
        chosen = self.number(path, None, names, 1, None, meaning, default=value, free=False)
        if not isinstance(chosen, Fraction) or chosen.denominator != 1:
            raise NumberError(
                f"`{names[0]}` must be a whole number; found {chosen}", found=str(chosen)
            )
        return int(chosen)

    def given(self, *names: str) -> bool:
        """Whether a value was put at one of these addresses."""
        return any(name in self.values for name in names)

    def number(
        self,
        path: Path,
        text: str | None,
        names: Sequence[str],
        low: Number | int | None,
        high: Number | int | None,
        meaning: str,
        *,
        default: Scalar = None,
        high_open: bool = False,
        cosine: bool = False,
        derived: bool = False,
        free: bool = True,
    ) -> Scalar:
        """The value of a quantity, put at its address or as the spec says; noted and checked.

        names: its address and aliases. text: the expression, None where the spec leaves it out and
        `default` serves. cosine: the text is an angle, the quantity its cosine. derived: `default`
        follows from other quantities.
        """
        chosen = [name for name in names if name in self.values]
        if len(chosen) > 1:
            raise SpecError(f"`{chosen[0]}` and `{chosen[1]}` are the same quantity; set one")
        self._used.update(chosen)
        if chosen:
            value = self.values[chosen[0]]
        elif text is not None:
            value = (self.cosine if cosine else self.evaluate)(text, path)
        else:
            value = Fraction(default) if isinstance(default, int) else default
        quantity = Quantity(
            names[0],
            value,
            Fraction(low) if isinstance(low, int) else low,
            Fraction(high) if isinstance(high, int) else high,
            meaning,
            tuple(names[1:]),
            high_open,
            derived and text is None and not chosen,
            free,
            path,
        )
        self.note(quantity, text or "", chosen[0] if chosen else None)
        return value

    def note(self, quantity: Quantity, text: str = "", put: str | None = None) -> None:
        """List a quantity; refuse a value outside its domain, or a name that is taken.

        put: the address at which its value was put, where it was.
        """
        self.check(quantity, text, put)
        if not quantity.free and not isinstance(quantity.value, (Fraction, Real)):
            raise SpecError(
                f"`{quantity.address}` can be set but not left open: payoffs are no rational "
                "function of it",
                found=quantity.address,
            )
        for name in (quantity.address, *quantity.aliases):
            if name in self._taken:
                fail(
                    self.tree,
                    ("parameters", name) if name in self.names else quantity.path,
                    f"`{name}` is the name of a quantity of this kind of game",
                    hint="choose another name for the parameter",
                )
            self._taken.add(name)
        self.quantities[quantity.address] = quantity

    def check(self, quantity: Quantity, text: str = "", put: str | None = None) -> None:
        """Refuse a value outside its domain, with the place where it stands."""
        if quantity.holds(quantity.value):
            return
        found = text if text and put is None else str(quantity.value)
        key = put or dotted(quantity.path) or quantity.address
        mark = at(self.tree, quantity.path)[1]
        probability = "probability" in key and quantity.high == 1
        odds = "odds are read as a probability: for odds of a to b write a/(a + b)"
        raise NumberError(
            f"`{key}` must be {quantity.domain}; found {shorten(found)}",
            place=mark.place(quantity.path) if put is None else Place(key=put),
            found=found,
            allowed=quantity.domain,
            hint=odds if probability and quantity.value > 1 else None,
        )

    def hide(self, prefix: str) -> None:
        """Leave quantities whose address begins so out of the list; they can still be set."""
        chosen = [q for q in self.quantities.values() if q.address.startswith(prefix)]
        self.hidden += tuple(chosen)
        for quantity in chosen:
            del self.quantities[quantity.address]

    def everything(self) -> Iterator[Quantity]:
        """Every quantity that can be set: those listed, those hidden, and the many."""
        return itertools.chain(self.quantities.values(), self.hidden, self.later())

    def finish(self) -> None:
        """Refuse values put at addresses that nothing asked for."""
        for address in self.values:
            if address not in self._used:
                raise unknown(address, self.everything())


def unknown(address: str, quantities: Any) -> SpecError:
    """The error for an address that names no quantity, or several."""
    from games.spec.leaves import closest

    some = list(itertools.islice(quantities, 1000))
    addresses = [quantity.address for quantity in some]
    every = [name for quantity in some for name in (quantity.address, *quantity.aliases)]
    parts = [name for name in addresses if address in name.split(".")]
    listed = ", ".join(addresses[:20]) + (", .." if len(addresses) > 20 else "")
    if len(parts) > 1:
        message = f"`{address}` is not one quantity but several: {', '.join(parts)}"
        return SpecError(message, found=address, allowed=listed, hint="name one of them")
    hint = closest(address, every) or f"the quantities are {listed}"
    return SpecError(f"there is no quantity `{address}`", found=address, allowed=listed, hint=hint)
