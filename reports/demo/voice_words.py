"""What children and parents of the demo say. Made up."""

PUPIL = (
    "I like reading when I can choose the book. I get muddled when everyone talks at once.",
    "Maths is better with the cubes. I want somebody to tell me if I am on the right page.",
    "My best thing is science. Writing makes my hand ache and then I stop.",
    "I know my sounds now. I don't like it when I have to read out loud to everybody.",
    "Sitting at the front helps. The carpet is too squashed for me.",
    "I feel better when I know what is next. The picture list is good.",
    "Playtimes are hard if my friends are not there. I would like a job to do.",
    "I can do more when I have a minute to think before I answer.",
    "I want to get better at spelling so I can write my own comics.",
    "When it gets noisy I put the ear defenders on. Then I can work.",
    "I like the group in the morning. It goes quickly and I win sometimes.",
    "Please don't help me straight away. I want to try it first.",
)
PARENT = (
    "He talks about school at home now. Reading together goes better in the morning than at night.",
    "She is tired after school, so homework is a struggle. Shorter pieces would help.",
    "We would like to know which sounds to practise. The cards worked well last time.",
    "She copes better when she knows beforehand that a day is different. Please tell us too.",
    "He says the group helps. We see him trying more before he asks.",
    "We are pleased with the targets. At home we will play the number game twice a week.",
    "Friendships worry us more than lessons. Could somebody keep an eye on lunchtimes?",
    "She loves being given a job. It would be good if that could go on.",
)
NONE = (
    "Asked twice in writing and once by phone; the family will come after the holiday.",
    "Did not want to say anything today. Will be asked again next week with pictures.",
)
