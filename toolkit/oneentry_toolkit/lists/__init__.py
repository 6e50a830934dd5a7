"""All pages of a list: which page is next, several at a time, what is missing. Private."""
