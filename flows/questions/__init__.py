"""The kinds of question a flow can ask."""

from typing import Annotated

from pydantic import Field

from flows.questions.base import Asked, Choice, Given, Looked, Question, Unclear, Visits
from flows.questions.browse import BrowseQuestion
from flows.questions.choice import ChoiceQuestion
from flows.questions.coming import ComingQuestion
from flows.questions.country import CountryQuestion
from flows.questions.date import DateQuestion
from flows.questions.kept import KeptQuestion
from flows.questions.offer import OfferQuestion
from flows.questions.review import ReviewQuestion
from flows.questions.scale import ScaleQuestion
from flows.questions.several import SeveralQuestion
from flows.questions.text import TextQuestion
from flows.questions.zone import ZoneQuestion

AnyQuestion = Annotated[
    BrowseQuestion
    | ChoiceQuestion
    | ComingQuestion
    | CountryQuestion
    | DateQuestion
    | KeptQuestion
    | OfferQuestion
    | ReviewQuestion
    | ScaleQuestion
    | SeveralQuestion
    | TextQuestion
    | ZoneQuestion,
    Field(discriminator="ask"),
]

__all__ = [
    "AnyQuestion",
    "Asked",
    "Choice",
    "Given",
    "Looked",
    "Question",
    "SeveralQuestion",
    "Unclear",
    "Visits",
]
