"""What plans of the demo say, by sort of section: of nobody in particular."""

LINES = {
    "strengths": (
        "Kind to younger children\nKnows a great deal about animals\nWorks hard with a partner",
        "Builds anything out of bricks\nFunny, and loves being read to\nRuns fast",
        "Draws carefully\nRemembers songs after hearing them twice\nHelps to tidy",
    ),
    "else": (
        "Small group with the class teacher, three times a week\nA table near the board",
        "Ten minutes with an adult before lunch\nA quiet corner for tests",
        "Word bank on the table\nSame partner for the half-term",
    ),
}
BY_SORT = {
    "avoid": (
        "Reading aloud without warning\nLong lists of instructions",
        "Shouting across the room\nChanging seats without telling first",
        "Asking “why did you do that?”\nTaking break time away",
    ),
    "pupil_voice": (
        "I like it when I know what comes next. Writing is hard because my hand gets tired.",
        "I want to read the book my sister has. It helps when you show me first.",
        "Maths is my best. I do not like it when it is loud.",
    ),
    "parent_voice": (
        "Mornings are better since the picture chart. We would like to know what to practise.",
        "Reads to the dog every evening now. Worried about the spelling test on Fridays.",
        "Happier going to school than last year. Still tired after a full day.",
    ),
    "text": (
        "Listening in a full class and beginning to write alone. Both go better in a group.",
        "Reading new words, and keeping up when several things are said at once.",
        "Waiting for a turn, and coming back to work after break.",
    ),
}
ALWAYS = {
    "signatures": "Parent or carer\nClass teacher\nSENCO",
    "people": "The child\nParents\nClass teacher\nSENCO",
    "facts": "Day: 24 September\nPlace: the SENCO's room",
}
BASELINES = (
    "Does this about once in five times, with an adult beside.",
    "Does this with an adult, not yet alone.",
    "Counted on three days in September: seldom.",
)
NOTES = ("A step forward", "As before", "A step forward. Did it without being asked", "A step back")
HELPERS = ("Class teacher", "Teaching assistant", "Class teacher and TA in turn")
