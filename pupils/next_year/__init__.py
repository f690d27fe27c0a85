"""Next year's classes: built in the summer as dated rows, in force on 1 September by the date."""
