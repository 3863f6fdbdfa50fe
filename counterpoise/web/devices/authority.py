"""The certificate of this computer, and the authority that a phone is asked to trust for it.

A phone would trust an authority for every address there is, so this one is made harmless: by critical name constraints
it is good for this computer's own names and addresses only, it can make no further authority, and its private key is
gone as soon as the one certificate is signed. It never leaves the memory of this program; nobody can sign with it
again.
"""

from __future__ import annotations

import datetime as dt
import ipaddress
from collections.abc import Callable
from dataclasses import dataclass

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

LASTS = dt.timedelta(days=180)
"""Shorter than what a public authority may give in 2026 (200 days) and what phones accept (825 days on iOS). Not much
shorter: its key destroyed, an authority cannot be renewed, so at each end every phone has to be told anew, by hand."""
RENEW_BEFORE = dt.timedelta(days=14)
"""A start in the last two weeks makes a new one."""
WARN_BEFORE = dt.timedelta(days=30)
CLOCKS_DIFFER = dt.timedelta(days=1)

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Signing = Callable[[x509.Certificate, ec.EllipticCurvePrivateKey], None]


@dataclass(frozen=True)
class Names:
    """By what this computer is reached: at least one name, so that the authority is good for no other name."""

    dns: tuple[str, ...]
    addresses: tuple[Address, ...]

    def __post_init__(self) -> None:
        if not self.dns or not self.addresses:
            raise ValueError("a certificate needs a name and an address")


@dataclass(frozen=True)
class Certificate:
    """A certificate with its key, and the authority that signed it."""

    authority: x509.Certificate
    leaf: x509.Certificate
    key: ec.EllipticCurvePrivateKey

    @property
    def fingerprint(self) -> str:
        """The SHA-256 of the authority, as phones show it: AB:CD:…"""
        return fingerprint(self.authority)

    @property
    def ends_at(self) -> dt.datetime:
        return self.leaf.not_valid_after_utc

    def covers(self, names: Names) -> bool:
        """Whether it is good for exactly these names and addresses."""
        said = self.leaf.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
        dns = set(said.get_values_for_type(x509.DNSName))
        return (dns, set(said.get_values_for_type(x509.IPAddress))) == (set(names.dns), set(names.addresses))

    def pem(self) -> bytes:
        """All of it but the authority's key, which is nowhere."""
        private = self.key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
        chain = (one.public_bytes(serialization.Encoding.PEM) for one in (self.leaf, self.authority))
        return b"".join([private, *chain])

    def authority_der(self) -> bytes:
        """What a phone installs."""
        return self.authority.public_bytes(serialization.Encoding.DER)


def make(names: Names, now: dt.datetime, before_it_is_gone: Signing | None = None) -> Certificate:
    """A fresh authority, the one certificate it signs, and the end of its key.

    `before_it_is_gone` is for tests: what a thief of the key could have signed in that moment.
    """
    power = ec.generate_private_key(ec.SECP256R1())
    authority = _authority(names, power, now)
    key = ec.generate_private_key(ec.SECP256R1())
    leaf = signed(names, key.public_key(), authority, power, now)
    if before_it_is_gone is not None:
        before_it_is_gone(authority, power)
    return Certificate(authority, leaf, key)  # `power` ends here; OpenSSL overwrites a private key that it frees


def read(pem: bytes) -> Certificate:
    """What `pem` wrote. Raises ValueError."""
    leaf, authority = x509.load_pem_x509_certificates(pem)
    key = serialization.load_pem_private_key(pem, password=None)
    if not isinstance(key, ec.EllipticCurvePrivateKey) or key.public_key() != leaf.public_key():
        raise ValueError("the key is not the certificate's")
    leaf.verify_directly_issued_by(authority)
    return Certificate(authority, leaf, key)


def fingerprint(certificate: x509.Certificate) -> str:
    return certificate.fingerprint(hashes.SHA256()).hex(":").upper()


def signed(
    names: Names,
    public: ec.EllipticCurvePublicKey,
    authority: x509.Certificate,
    power: ec.EllipticCurvePrivateKey,
    now: dt.datetime,
) -> x509.Certificate:
    """A certificate for these names."""
    also = [*map(x509.DNSName, names.dns), *map(x509.IPAddress, names.addresses)]
    about = authority.extensions.get_extension_for_class(x509.SubjectKeyIdentifier).value
    return (
        _begun(_called(names.dns[0]), authority.subject, public, now)
        .add_extension(x509.SubjectAlternativeName(also), critical=False)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_usage(signs=False), critical=True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_subject_key_identifier(about), critical=False)
        .sign(power, hashes.SHA256())
    )


def _authority(names: Names, power: ec.EllipticCurvePrivateKey, now: dt.datetime) -> x509.Certificate:
    ends = (now + LASTS).date().isoformat()
    called = _called(f"Counterpoise on {names.dns[0].removesuffix('.local')} until {ends}"[:64])
    alone = [ipaddress.ip_network(address) for address in names.addresses]
    only = [*map(x509.DNSName, names.dns), *map(x509.IPAddress, alone)]
    return (
        _begun(called, called, power.public_key(), now)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(x509.NameConstraints(permitted_subtrees=only, excluded_subtrees=None), critical=True)
        .add_extension(_usage(signs=True), critical=True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
        .sign(power, hashes.SHA256())
    )


def _begun(
    subject: x509.Name, issuer: x509.Name, public: ec.EllipticCurvePublicKey, now: dt.datetime
) -> x509.CertificateBuilder:
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(public)
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - CLOCKS_DIFFER)
        .not_valid_after(now + LASTS)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(public), critical=False)
    )


def _called(words: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, words[:64])])


def _usage(*, signs: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not signs,
        key_cert_sign=signs,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        crl_sign=False,
        encipher_only=False,
        decipher_only=False,
    )
