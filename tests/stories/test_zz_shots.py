import pytest
from tests.stories.test_accounts_staff import *
from tests.stories.conftest import *
def test_shots(office, sample):
    with sample.app_context():
        readers={role: office.sit_down(who) for role, who in office.who.items()}
    n=0
    for role, addresses in PAGES.items():
        for a in addresses:
            if '?' in a and 'given' not in a and 'penh' not in a: continue
            r=readers[role]; r.open(a.format(anna=office.anna.id)); n+=1
            r.page.screenshot(path=f"/tmp/bdev/shot{n:02d}.png", full_page=True)
