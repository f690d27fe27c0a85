"""What is said in the meetings of the demo: notes with the step that follows, and things to do."""

# Of a class's meeting: a few words on a child, and what comes next.
OF_CLASS = (
    ("On track in reading; maths facts still slow.", "Times-table practice four mornings a week."),
    ("Settled well. Shares ideas in small groups.", "Ask first in whole-class talk, with notice."),
    ("Handwriting tires quickly after half a page.", "Try the sloped board; shorter first drafts."),
    (
        "Reads fluently, misses what is only hinted at.",
        "Two inference questions at guided reading.",
    ),
    ("Much better start to mornings since the visual timetable.", "Keep it; fade the prompts."),
    ("Vocabulary holds back writing in topic.", "Pre-teach five words before each unit."),
    ("Confident with number, unsure with word problems.", "Bar models, worked through aloud."),
    ("Friendships up and down at lunch.", "Lunch club twice a week; look again at half-term."),
    ("Spelling ages a year behind.", "Precision teaching, ten minutes daily, six weeks."),
    ("Good progress from low start.", ""),
    ("At the level expected.", ""),
    ("Absent for nine days this half-term.", "Catch-up in phonics groups; call home."),
)
# Of a meeting about one child.
OF_CHILD = (
    (
        "Parents see more willingness to read at home. Tired after school, so mornings work best.",
        "Reading at breakfast, four days a week. School sends short texts.",
    ),
    (
        "The targets were gone through one by one. Two are met, one needs smaller steps.",
        "Split the third target; look at it again before the holidays.",
    ),
    (
        "Worries about moving between lessons. A quiet place at the start of the day helps.",
        "Arrive ten minutes early, with a job to do in class.",
    ),
    (
        "Everybody agrees that the small group helps. Still hard to start writing alone.",
        "Sentence starters on the desk; first sentence said aloud before it is written.",
    ),
    (
        "Speaks more in the group than in class. Family speak two languages and are proud of it.",
        "A word a day from home to bring to class.",
    ),
)
TO_DO = (
    "Send the reading list home",
    "Ask the speech and language therapist for a date",
    "Try the sloped board and say how it went",
    "Observe at lunch and note what happens",
    "Share the strategies with the lunchtime team",
    "Find a morning job in the library",
)
