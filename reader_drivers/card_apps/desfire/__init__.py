"""MIFARE DESFire EV2/EV3 as a terminal speaks to it.

Sources: NXP MF2DL(H)x0 (DESFire Light) product data sheet rev. 3.3 and NT4H2421Gx (NTAG 424 DNA) rev. 3.0, which publish the
EV2 secure messaging and command set; application notes AN12196, AN12343 and AN10922; for commands that only the full DESFire
has, the open implementations libfreefare and Proxmark3. The virtual card is written apart from this and shares nothing with it.
"""
