"""Evidence at rest: what comes back is what went in, or nothing."""

import io
from hashlib import sha256

import pytest

from complaints import vault
from complaints.vault import CHUNK, HEADER, TAG, Tampered

WORDS = b"A canary sings in the harbour. "
MINE = {"party_id": 1, "owner": "case 7"}


@pytest.fixture(autouse=True)
def root(tmp_path, settings):
    settings.EVIDENCE_ROOT = tmp_path / "evidence"
    return settings.EVIDENCE_ROOT


def sealed(content=WORDS * 50, **binding):
    return vault.seal(io.BytesIO(content), **(MINE | binding))


def opened(file, **binding):
    return b"".join(vault.open_sealed(file.stored_name, file.wrapped_key, **(MINE | binding)))


def stored(root, file):
    return root / file.stored_name[:2] / file.stored_name


@pytest.mark.parametrize("size", [0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 3 * CHUNK])
def test_what_was_sealed_opens_unchanged(size):
    content = bytes(range(256)) * (size // 256) + bytes(size % 256)
    file = sealed(content)
    assert opened(file) == content
    assert (file.size, file.sha256) == (size, sha256(content).hexdigest())


def test_a_stream_that_gives_few_bytes_at_a_time_is_sealed_whole():
    class Slow(io.BytesIO):
        def read(self, size=-1):
            return super().read(min(size, 70_000))

    content = WORDS * 100_000
    assert opened(vault.seal(Slow(content), **MINE)) == content


def test_neither_words_nor_time_nor_owner_can_be_read_from_the_store(root):
    path = stored(root, sealed())
    assert WORDS[:8] not in path.read_bytes()
    assert path.stat().st_mtime == 0
    assert path.stat().st_mode & 0o777 == 0o600


def test_equal_files_are_sealed_differently(root):
    first, second = sealed(), sealed()
    assert stored(root, first).read_bytes()[HEADER:] != stored(root, second).read_bytes()[HEADER:]


@pytest.mark.parametrize("place", [0, 5, 9, HEADER, HEADER + 40, HEADER + CHUNK + TAG + 3, -1])
def test_one_changed_byte_anywhere_is_noticed(root, place):
    file = sealed(b"x" * (CHUNK + 100))
    content = bytearray(stored(root, file).read_bytes())
    content[place] ^= 1
    stored(root, file).write_bytes(content)
    with pytest.raises(Tampered):
        opened(file)


@pytest.mark.parametrize("kept", [0, 3, HEADER, HEADER + TAG, HEADER + CHUNK + TAG, -1])
def test_a_shortened_file_is_noticed(root, kept):
    file = sealed(b"x" * (2 * CHUNK))
    stored(root, file).write_bytes(stored(root, file).read_bytes()[:kept])
    with pytest.raises(Tampered):
        opened(file)


def test_exchanged_chunks_are_noticed(root):
    file = sealed(b"a" * CHUNK + b"b" * CHUNK + b"c")
    content, block = stored(root, file).read_bytes(), CHUNK + TAG
    first, second = content[HEADER : HEADER + block], content[HEADER + block : HEADER + 2 * block]
    stored(root, file).write_bytes(
        content[:HEADER] + second + first + content[HEADER + 2 * block :]
    )
    with pytest.raises(Tampered):
        opened(file)


def test_bytes_after_the_end_are_noticed(root):
    file = sealed(b"x" * CHUNK)
    with stored(root, file).open("ab") as tail:
        tail.write(b"more")
    with pytest.raises(Tampered):
        opened(file)


def test_two_files_cannot_be_exchanged(root):
    first, second = sealed(b"one"), sealed(b"two")
    stored(root, second).write_bytes(stored(root, first).read_bytes())
    for key in (first.wrapped_key, second.wrapped_key):
        with pytest.raises(Tampered):
            list(vault.open_sealed(second.stored_name, key, **MINE))


@pytest.mark.parametrize("binding", [{"party_id": 2}, {"owner": "case 8"}])
def test_a_file_opens_for_its_own_party_and_owner_only(binding):
    with pytest.raises(Tampered, match="does not fit"):
        opened(sealed(), **binding)


def test_nothing_opens_under_another_key(settings):
    file = sealed()
    settings.KEYS = settings.KEYS | {"evidence": b"4" * 32}
    with pytest.raises(Tampered):
        opened(file)


@pytest.mark.parametrize("wrapped", [b"", b"\x01", b"\x01\x04demo", b"\x02\x04demo" + b"x" * 60])
def test_a_damaged_key_is_noticed(wrapped):
    with pytest.raises(Tampered):
        list(vault.open_sealed(sealed().stored_name, wrapped, **MINE))


def test_everything_is_verified_before_the_first_byte_is_given(root):
    file = sealed(b"x" * (2 * CHUNK))
    content = bytearray(stored(root, file).read_bytes())
    content[-1] ^= 1
    stored(root, file).write_bytes(content)
    with pytest.raises(Tampered):
        vault.open_sealed(file.stored_name, file.wrapped_key, **MINE)


def test_the_recorded_fingerprint_is_compared():
    file = sealed()
    with pytest.raises(Tampered, match="fingerprint"):
        vault.open_sealed(file.stored_name, file.wrapped_key, **MINE, sha256="0" * 64)


def test_an_upload_cut_part_way_leaves_nothing(root):
    class Broken(io.BytesIO):
        def read(self, size=-1):
            if self.tell() > 2 * CHUNK:
                raise OSError("the line went dead")
            return super().read(size)

    with pytest.raises(OSError, match="dead"):
        vault.seal(Broken(b"x" * (4 * CHUNK)), **MINE)
    assert not [path for path in root.rglob("*") if path.is_file()]


def test_a_discarded_file_is_gone_and_discarding_again_is_no_error():
    file = sealed()
    vault.discard(file.stored_name)
    vault.discard(file.stored_name)
    with pytest.raises(Tampered, match="missing"):
        opened(file)


@pytest.mark.parametrize("name", ["../../etc/passwd", "a" * 31, "A" * 32, ""])
def test_only_names_the_vault_gave_are_looked_up(name):
    with pytest.raises(Tampered, match="no name"):
        vault.discard(name)


def test_a_wrap_says_which_key_it_needs(settings):
    assert vault.key_id(sealed().wrapped_key) == settings.KEY_ID


def test_the_file_is_on_the_disk_before_it_gets_its_name_and_the_name_before_the_answer(
    root, monkeypatch
):
    calls, sync, rename = [], vault.os.fsync, vault.Path.rename
    monkeypatch.setattr(vault.os, "fsync", lambda f: (calls.append("sync"), sync(f)))
    monkeypatch.setattr(vault.Path, "rename", lambda a, b: (calls.append("name"), rename(a, b))[1])
    sealed()
    assert calls == ["sync", "name", "sync", "sync"]
