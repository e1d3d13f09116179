"""Running the platform: what needs a person's eyes, what is measured, whether it is well."""
