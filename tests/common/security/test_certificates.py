"""A certificate says who holds it, only its site issues it, and nothing a stranger sends does more than be refused."""

import datetime

import pytest
from common.security.sites import OTHER_PLAYER, PLAYER, SITE, Site, site, unclaimed
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import NameOID
from hypothesis import example, given
from hypothesis import strategies as st

from footlight_common.errors import CredentialRefused, OtherSite
from footlight_common.security.authority import Authority, certificate_request
from footlight_common.security.certificates import Certificate, Credential, Holder, Kind
from footlight_common.security.keys import TLSKey, spki

MEMBER = "3e" * 8


def test_a_players_certificate_says_who_it_is(site):
    credential = site.player()
    assert Certificate.parse(credential.certificate.der).holder == Holder(
        kind=Kind.PLAYER, id=PLAYER, site=SITE, fingerprint=credential.key.fingerprint
    )


def test_a_members_certificate_says_who_it_is(site):
    credential, _ = site.member(MEMBER)
    assert Certificate.parse(credential.certificate.der).holder == Holder(
        kind=Kind.MEMBER, id=MEMBER, site=SITE, fingerprint=credential.key.fingerprint
    )


def test_an_unclaimed_player_belongs_to_no_site():
    assert unclaimed().certificate.holder.site == ""


def test_subject_says_the_same_as_the_alternative_names(site):
    subject = site.player().certificate.x509.subject.rfc4514_string()
    assert subject == f"CN=footlight:player:{PLAYER},O=footlight:site:{SITE}"


@pytest.mark.parametrize("now", ["1970-01-01T00:00:00", "2026-06-01T00:00:00", "9999-12-31T23:59:58"])
def test_every_clock_lies_within_the_validity(site, now):
    moment = datetime.datetime.fromisoformat(now).replace(tzinfo=datetime.UTC)
    for found in (site.authority.certificate, site.player().certificate, site.member(MEMBER)[0].certificate):
        assert found.x509.not_valid_before_utc <= moment < found.x509.not_valid_after_utc


def test_site_vouches_for_its_own_and_for_no_other(site, other_site):
    certificate = site.player().certificate
    certificate.require_issued_by(site.authority.certificate)
    with pytest.raises(OtherSite):
        certificate.require_issued_by(other_site.authority.certificate)


def test_another_authority_that_calls_itself_by_the_same_id_is_another_site(site):
    with pytest.raises(OtherSite):
        site.player().certificate.require_issued_by(Site(SITE).authority.certificate)


def test_a_member_vouches_for_nobody(site):
    credential, _ = site.member(MEMBER)
    with pytest.raises(OtherSite):
        unclaimed().certificate.require_issued_by(credential.certificate)
    with pytest.raises(CredentialRefused, match="no certificate of a site"):
        Authority(credential)


def test_who_signed_for_itself_is_of_no_site(site):
    with pytest.raises(OtherSite):
        unclaimed().certificate.require_issued_by(site.authority.certificate)


def test_certificate_and_key_have_to_fit(site):
    with pytest.raises(CredentialRefused, match="another key"):
        Credential(TLSKey.generate(), site.player().certificate)


def test_request_for_another_player_is_not_signed(site):
    request = certificate_request(TLSKey.generate(), OTHER_PLAYER)
    with pytest.raises(CredentialRefused, match="another player"):
        site.authority.issue_for_player(request, PLAYER)


def request(*names, key=None, sign_with=None):
    key = key or ec.generate_private_key(ec.SECP256R1())
    builder = x509.CertificateSigningRequestBuilder().subject_name(
        x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "anything")])
    )
    if names:
        builder = builder.add_extension(x509.SubjectAlternativeName([*names]), critical=False)
    return builder.sign(key, hashes.SHA256()).public_bytes(Encoding.DER)


def uri(text):
    return x509.UniformResourceIdentifier(text)


@pytest.mark.parametrize(
    "names",
    [
        [],
        [uri(f"footlight:member:{PLAYER}")],
        [uri(f"footlight:site:{PLAYER}")],
        [uri(f"footlight:player:{PLAYER}"), uri(f"footlight:site:{SITE}")],
        [uri(f"footlight:player:{PLAYER}"), uri(f"footlight:player:{OTHER_PLAYER}")],
        [uri(f"footlight:player:{PLAYER}\n")],
        [uri(f"footlight:player:{PLAYER.upper()}")],
        [uri(f"footlight:player:{PLAYER[:-1]}")],
        [uri(f"footlight:player:{PLAYER}"), x509.DNSName("lobby.local")],
        [x509.DNSName(f"footlight:player:{PLAYER}")],
    ],
    ids=str,
)
def test_request_with_other_names_is_not_signed(site, names):
    with pytest.raises(CredentialRefused):
        site.authority.issue_for_player(request(*names), PLAYER)


def test_request_with_another_kind_of_key_is_not_signed(site):
    name = uri(f"footlight:player:{PLAYER}")
    for key in (rsa.generate_private_key(65537, 2048), ec.generate_private_key(ec.SECP384R1())):
        with pytest.raises(CredentialRefused):
            site.authority.issue_for_player(request(name, key=key), PLAYER)


def test_request_for_a_key_that_did_not_sign_it_is_not_signed(site):
    """What somebody does who wants a certificate for a key of somebody else."""
    own, foreign = TLSKey.generate(), TLSKey.generate()
    forged = certificate_request(own, PLAYER).replace(spki(own.public), spki(foreign.public))
    with pytest.raises(CredentialRefused, match="not signed with its own key"):
        site.authority.issue_for_player(forged, PLAYER)


@pytest.mark.parametrize("identifier", ["", "a1", "A1" * 8, "a1" * 9, "a1" * 7 + "a\n", "../../../../etc/"])
def test_nobody_is_given_a_malformed_id(site, identifier):
    with pytest.raises(CredentialRefused, match="16 lower-case hex digits"):
        site.authority.issue_for_member(spki(TLSKey.generate().public), identifier)


CERTIFICATE = site().player().certificate.der
KEY = TLSKey.generate()
REQUEST = certificate_request(KEY, PLAYER)


def damaged(whole):
    """Bytes changed, cut out or put in at any place."""
    places = st.integers(0, len(whole))
    return st.builds(
        lambda start, end, put: whole[: min(start, end)] + put + whole[max(start, end) :],
        places,
        places,
        st.binary(max_size=20),
    ) | st.builds(
        lambda place, bit: whole[: place - 1] + bytes([whole[place - 1] ^ (1 << bit)]) + whole[place:],
        st.integers(1, len(whole)),
        st.integers(0, 7),
    )


@given(st.binary(max_size=100) | damaged(CERTIFICATE))
@example(CERTIFICATE + b"\0" * 4000)
def test_any_bytes_are_a_certificate_or_refused(data):
    try:
        assert len(Certificate.parse(data).holder.id) == 16
    except CredentialRefused as err:
        assert str(err)  # noqa: PT017


@given(damaged(CERTIFICATE))
def test_no_change_makes_a_certificate_say_something_else(data):
    """A signature can be written in more ways than one; what it signs cannot."""
    try:
        found = Certificate.parse(data)
        found.require_issued_by(site().authority.certificate)
    except (CredentialRefused, OtherSite):
        return
    assert found.holder == Certificate.parse(CERTIFICATE).holder


@given(st.binary(max_size=100) | damaged(REQUEST))
@example(REQUEST + b"\0" * 4000)
def test_no_change_makes_a_request_ask_for_another_key(data):
    try:
        issued = site().authority.issue_for_player(data, PLAYER)
    except CredentialRefused:
        return
    assert issued.holder.fingerprint == KEY.fingerprint
