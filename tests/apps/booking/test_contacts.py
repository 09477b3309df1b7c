import pytest

from jernih.apps.booking.queries import BadContact, ContactFault, mask, read_contact

F = ContactFault


@pytest.mark.parametrize(
    "typed",
    [
        "0812 3456 7890",
        "812-3456-7890",
        "+62 812-3456-7890",
        "62812 3456 7890",
        "6281234567890",
        "0062 812 3456 7890",
        "+62 0812 3456 7890",
        " (0812) 3456.7890 ",
    ],
)
def test_an_indonesian_mobile_number_is_read_however_it_is_spelled(typed):
    contact = read_contact(typed)

    assert (contact.kind, contact.address) == ("SMS", "+6281234567890")


@pytest.mark.parametrize(
    ("typed", "fault"),
    [
        ("", F.EMPTY),
        ("  ", F.EMPTY),
        ("0812", F.PHONE),
        ("0812 3456 7890 1234 5", F.PHONE),
        ("abc", F.PHONE),
        ("-", F.PHONE),
        ("0812-TANYA-SAJA", F.PHONE),
        ("+60 12 345 6789", F.PHONE_FOREIGN),
        ("021 5551234", F.PHONE_FIXED),
        ("6221 5551234", F.PHONE_FIXED),
        ("siti@", F.EMAIL),
        ("siti@contoh", F.EMAIL),
        ("siti amin@contoh.id", F.EMAIL),
        ("siti@contoh.id\nBcc: x@y.id", F.EMAIL),
    ],
)
def test_what_cannot_be_reached_is_said(typed, fault):
    with pytest.raises(BadContact) as refused:
        read_contact(typed)

    assert refused.value.reason == fault


def test_an_address_keeps_its_name_and_evens_out_its_host():
    contact = read_contact(" Siti.A@Contoh.ID ")

    assert (contact.kind, contact.address) == ("EMAIL", "Siti.A@contoh.id")


def test_a_contact_shows_only_enough_to_know_ones_own():
    assert read_contact("siti@contoh.id").shown == "s…@contoh.id"
    assert read_contact("0812 3456 7890").shown == "+62 812 … 890"
    assert mask("") == ""


def test_a_phone_may_be_reached_by_another_channel():
    assert read_contact("0812 3456 7890", phone_channel="WHATSAPP").kind == "WHATSAPP"
