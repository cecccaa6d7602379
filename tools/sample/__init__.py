"""The made-up register of an education company, by topic: parties, engagements, places, access, answers.

Nothing here is drawn at random and nothing reads the clock, so that the maker gives the same workbook
every time. Every company, person and number is invented; the corporate numbers carry a right check
digit but begin with a registry office (9900) that does not exist.

The register is as a company keeps it, with the faults listed in `tools.sample.faults` and no others.
"""
