"""People: their names as they are compared, the people of a paper, and who is who over all papers."""
