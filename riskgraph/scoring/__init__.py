"""Answers to strengths, strengths to channels, channels to rates and losses; arrays with three ends."""
