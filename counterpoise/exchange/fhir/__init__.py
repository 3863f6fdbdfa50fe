"""FHIR R4 (4.0.1): a diary goes out as a Bundle, and what a Bundle says comes in."""

from counterpoise.exchange.fhir.bundle import bundle, document
from counterpoise.exchange.fhir.consents import Shared, consent
from counterpoise.exchange.fhir.scope import Scope

__all__ = ["Scope", "Shared", "bundle", "consent", "document"]
