"""Sessions with applications on cards: one package per card application, above ISO/IEC 7816-4."""
