"""Publishing: written by one, read by another, checked while one types, planned on the calendar, held to the keyboard."""

import re

from playwright.sync_api import expect

from conftest import TEAM, at
