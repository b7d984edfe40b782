"""Does a text name this person? By name in any order, by e-mail or by membership number."""

import re
import unicodedata

# Between the parts of a name may stand a comma, an initial or a title, not a sentence.
APART = 2
WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")


def plain(text: str) -> str:
    """What the eye reads: compatibility forms joined, invisible characters gone, lower case."""
    joined = unicodedata.normalize("NFKC", text)
    seen = "".join(letter for letter in joined if unicodedata.category(letter) != "Cf")
    return " ".join(seen.casefold().split())


class Signs:
    """By what one person is recognised."""

    def __init__(self, name: str, emails=(), member_no: str = ""):
        self.name = WORD.findall(plain(name))
        self.marks = {plain(mark) for mark in (*emails, member_no)} - {""}

    def stand_in(self, text: str) -> bool:
        return self.stand_in_plain(plain(text))

    def stand_in_plain(self, text: str) -> bool:
        """The same of a text that is `plain` already, for asking of many people at once."""
        return any(_alone(mark, text) for mark in self.marks) or self._named(WORD.findall(text))

    def _named(self, words):
        """First and last name near each other, whichever comes first."""
        if len(self.name) < 2:
            return False
        first, last = self.name[0], self.name[-1]
        at = {name: [n for n, word in enumerate(words) if word == name] for name in (first, last)}
        return any(0 < abs(m - n) <= APART + 1 for m in at[first] for n in at[last])


def _alone(mark, text):
    """Not as a piece of something longer: HP-10 is not HP-100."""
    edge = r"[\w.+-]"
    return re.search(rf"(?<!{edge}){re.escape(mark)}(?!{edge.replace('.', '')})", text) is not None
