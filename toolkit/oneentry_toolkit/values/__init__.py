"""What the members of an answer mean, and how they are shown: amounts, times, translations. Private."""
