"""Service use in numbers: how many people, how often, how content; never who. See `domain.kpi` for what is withheld."""
