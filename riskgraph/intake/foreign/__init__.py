"""Forms of somebody else's making: found in any layout, mapped to controls by proposal and confirmation."""
