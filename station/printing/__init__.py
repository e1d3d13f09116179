"""Printing cards and receipts: IPP spoken directly, so that the printer's own word is heard and not only its queue's.

A printer is named by an address, `ipps://host:port/path`: a network printer, or a queue of this machine's print
service, which on Linux and macOS is itself an IPP server (CUPS: `ipp://localhost/printers/NAME`). That way one and the same
exchange prints, tells when the card has really come out, and says which tray is empty; a toolkit's print dialogue does the
first of these only.
"""
