"""Why an answer is not taken, or an index not published."""


class SurveyRefusal(Exception):
    """Said to whoever asks for something that the survey does not give."""


class UnknownCode(SurveyRefusal):
    """No ticket has this code."""


class NotServed(SurveyRefusal):
    """The service is not over yet."""


class TooLate(SurveyRefusal):
    """The service is longer ago than answers are taken."""


class AlreadyAnswered(SurveyRefusal):
    """This ticket was given its one token before."""


class ForgedToken(SurveyRefusal):
    """Nobody signed this token, or under a key of long ago."""


class SpentAlready(SurveyRefusal):
    """This token came with an answer before; that one counts."""


class NotOver(SurveyRefusal):
    """The quarter is not over."""


class PublishedAlready(SurveyRefusal):
    """This quarter was published."""


class BadSurveyKey(Exception):
    """A key of the survey is missing, or open to others: the keeper of the machine must act."""
