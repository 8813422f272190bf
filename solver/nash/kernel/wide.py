"""Integers of 64, 128 and 256 bits inside compiled kernels, every overflow caught.

A table of numbers is a flat int64 array; the number at index k takes `len(width)` limbs from
`k * len(width)` on, least significant first, two's complement. `width` is a tuple of zeros whose
length says how many limbs a number has, so that the compiler specialises on it.

Fraction-free pivoting (Edmonds 1967, Bareiss 1968) replaces an entry a by q = (a p - c r) / D,
where D is the previous pivot and the division is exact. With W bits per number we keep

    (I)   |entry| < 2^(W-2) for every entry of the table, and 0 < D < 2^(W-2).

Numerator: a p - c r is formed in 2W bits from factors below 2^(W-2), so it is below 2^(2W-3) and
exact. Range: q is within (I) iff |a p - c r| < 2^(W-2) D, and both sides are below 2^(2W-3), so
this comparison in 2W bits is exact: it catches *every* overflow, and (I) holds by induction.
Division: write D = 2^s o with o odd. The numerator is a multiple of D, so shifting it by s loses
nothing, and q is the shifted numerator times the inverse of o modulo 2^W, taken modulo 2^W; since
|q| < 2^(W-2), its residue is q itself. The inverse of o comes from Newton's iteration
z <- z (2 - o z), which doubles the number of correct low bits (exact division: Jebelean 1993).
"""

from __future__ import annotations

from typing import Any

from llvmlite import ir
from numba import types
from numba.extending import intrinsic


def _number(context: Any, builder: Any, kind: Any, table: Any, index: Any, bits: int) -> Any:
    """Address of the number at `index` of a table."""
    array = context.make_array(kind)(context, builder, table)
    place = builder.gep(array.data, [builder.mul(index, ir.Constant(index.type, bits // 64))])
    return builder.bitcast(place, ir.IntType(bits).as_pointer())


def _load(builder: Any, address: Any) -> Any:
    value = builder.load(address)
    value.align = 8
    return value


def _store(builder: Any, value: Any, address: Any) -> None:
    builder.store(value, address).align = 8


def _difference(context: Any, builder: Any, kind: Any, args: Any, bits: int) -> tuple[Any, Any]:
    """The products table[a] * table[b] and table[c] * table[d] in twice the width."""
    double = ir.IntType(2 * bits)
    table, *places = args
    factors = [
        builder.sext(_load(builder, _number(context, builder, kind, table, place, bits)), double)
        for place in places
    ]
    return builder.mul(factors[0], factors[1]), builder.mul(factors[2], factors[3])


@intrinsic
def pivot_entry(  # type: ignore[no-untyped-def]
    typing, width, table, a, b, c, d, det, inverse, shift
):
    """Set table[a] = (table[a] table[b] - table[c] table[d]) / det; True where (I) breaks."""
    place = types.int64
    signature = types.boolean(width, table, place, place, place, place, det, inverse, place)
    bits = 64 * width.count

    def generate(context: Any, builder: Any, signature: Any, args: Any) -> Any:
        single, double = ir.IntType(bits), ir.IntType(2 * bits)
        zero, kind = ir.Constant(double, 0), signature.args[1]
        plus, minus = _difference(context, builder, kind, args[1:6], bits)
        numerator = builder.sub(plus, minus)
        first = ir.Constant(ir.IntType(64), 0)
        divisor = _load(builder, _number(context, builder, signature.args[6], args[6], first, bits))
        odd = _load(builder, _number(context, builder, signature.args[7], args[7], first, bits))
        shifted = builder.ashr(numerator, builder.zext(args[8], double))
        quotient = builder.mul(builder.trunc(shifted, single), odd)
        _store(builder, quotient, _number(context, builder, kind, args[1], args[2], bits))
        negative = builder.icmp_signed("<", numerator, zero)
        size = builder.select(negative, builder.sub(zero, numerator), numerator)
        limit = builder.shl(builder.zext(divisor, double), ir.Constant(double, bits - 2))
        return builder.icmp_unsigned(">=", size, limit)

    return signature, generate


@intrinsic
def compare_products(typing, width, table, a, b, c, d):  # type: ignore[no-untyped-def]
    """Sign of table[a] table[b] - table[c] table[d]."""
    place = types.int64
    signature = place(width, table, place, place, place, place)
    bits = 64 * width.count

    def generate(context: Any, builder: Any, signature: Any, args: Any) -> Any:
        left, right = _difference(context, builder, signature.args[1], args[1:], bits)
        word = ir.IntType(64)
        above = builder.zext(builder.icmp_signed(">", left, right), word)
        below = builder.zext(builder.icmp_signed("<", left, right), word)
        return builder.sub(above, below)

    return signature, generate


@intrinsic
def sign(typing, width, table, a):  # type: ignore[no-untyped-def]
    """Sign of table[a]."""
    signature = types.int64(width, table, types.int64)
    bits = 64 * width.count

    def generate(context: Any, builder: Any, signature: Any, args: Any) -> Any:
        kind, word = ir.IntType(bits), ir.IntType(64)
        value = _load(builder, _number(context, builder, signature.args[1], args[1], args[2], bits))
        zero = ir.Constant(kind, 0)
        above = builder.zext(builder.icmp_signed(">", value, zero), word)
        below = builder.zext(builder.icmp_signed("<", value, zero), word)
        return builder.sub(above, below)

    return signature, generate


@intrinsic
def negate(typing, width, table, a):  # type: ignore[no-untyped-def]
    """Set table[a] = -table[a] (no overflow within (I))."""
    signature = types.void(width, table, types.int64)
    bits = 64 * width.count

    def generate(context: Any, builder: Any, signature: Any, args: Any) -> Any:
        address = _number(context, builder, signature.args[1], args[1], args[2], bits)
        _store(builder, builder.neg(_load(builder, address)), address)
        return context.get_dummy_value()

    return signature, generate


@intrinsic
def swap(typing, width, table, a, other):  # type: ignore[no-untyped-def]
    """Exchange table[a] and other[0]."""
    signature = types.void(width, table, types.int64, other)
    bits = 64 * width.count

    def generate(context: Any, builder: Any, signature: Any, args: Any) -> Any:
        first = ir.Constant(ir.IntType(64), 0)
        here = _number(context, builder, signature.args[1], args[1], args[2], bits)
        there = _number(context, builder, signature.args[3], args[3], first, bits)
        mine, other_value = _load(builder, here), _load(builder, there)
        _store(builder, other_value, here)
        _store(builder, mine, there)
        return context.get_dummy_value()

    return signature, generate


@intrinsic
def invert_odd_part(typing, width, det, inverse):  # type: ignore[no-untyped-def]
    """For det = 2^s o, o odd: set inverse = o^-1 modulo 2^W and return s."""
    signature = types.int64(width, det, inverse)
    bits = 64 * width.count

    def generate(context: Any, builder: Any, signature: Any, args: Any) -> Any:
        kind = ir.IntType(bits)
        first = ir.Constant(ir.IntType(64), 0)
        value = _load(builder, _number(context, builder, signature.args[1], args[1], first, bits))
        shift = builder.cttz(value, ir.Constant(ir.IntType(1), 1))
        odd = builder.lshr(value, shift)
        # 3 o xor 2 is right to five bits
        inverse = builder.xor(builder.mul(odd, ir.Constant(kind, 3)), ir.Constant(kind, 2))
        correct = 5
        while correct < bits:
            error = builder.sub(ir.Constant(kind, 2), builder.mul(odd, inverse))
            inverse = builder.mul(inverse, error)
            correct *= 2
        _store(builder, inverse, _number(context, builder, signature.args[2], args[2], first, bits))
        return builder.trunc(shift, ir.IntType(64)) if bits > 64 else shift

    return signature, generate
