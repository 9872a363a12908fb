"""Numbers as lists print them: decimal, letters, Roman numerals."""

from __future__ import annotations


def roman(number: int) -> str:
    """A number in upper-case Roman numerals; decimal where Roman has none."""
    if not 0 < number < 4000:
        return str(number)
    text = ""
    for value, sign in zip(
        (1000, 900, 500, 400, 100, 90, 50, 40, 10, 9, 5, 4, 1), ("M", "CM", "D", "CD", "C", "XC", "L", "XL", "X", "IX", "V", "IV", "I"), strict=True
    ):
        text += sign * (number // value)
        number %= value
    return text


def _letter(number: int) -> str:
    """Word's letters: a … z, aa, bb … (the letter is repeated, not carried over)."""
    return chr(ord("A") + (number - 1) % 26) * ((number - 1) // 26 + 1) if number > 0 else str(number)


def _ordinal(number: int) -> str:
    suffix = "th" if 10 <= number % 100 <= 20 else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{suffix}"


def format_number(number: int, style: str) -> str:
    """A number in one of Word's number formats (17.18.59); decimal for the ones nobody here uses."""
    match style:
        case "lowerLetter":
            return _letter(number).lower()
        case "upperLetter":
            return _letter(number)
        case "lowerRoman":
            return roman(number).lower()
        case "upperRoman":
            return roman(number)
        case "decimalZero":
            return f"{number:02}"
        case "ordinal":
            return _ordinal(number)
        case "none":
            return ""
        case _:
            return str(number)
