"""Makes the lists of configurations.json in a fresh Mailman. Run as Mailman's own user:
make_lists.py MAILMAN.CFG CONFIGURATIONS.JSON"""

import json
import sys
from enum import Enum
from pathlib import Path

from mailman.app.lifecycle import create_list
from mailman.config import config
from mailman.core.initialize import initialize
from mailman.database.transaction import transaction
from mailman.interfaces.action import Action
from mailman.interfaces.archiver import ArchivePolicy
from mailman.interfaces.domain import IDomainManager
from mailman.interfaces.member import DeliveryStatus
from mailman.interfaces.usermanager import IUserManager
from zope.component import getUtility

DOMAIN = "lists.gt.example"
# As the lists of the captures: every posting is accepted, nothing is archived.
COMMON = {
    "default_nonmember_action": Action.accept,
    "require_explicit_destination": False,
    "max_num_recipients": 0,
    "max_message_size": 0,
    "admin_immed_notify": False,
    "send_welcome_message": False,
    "administrivia": False,
    "archive_policy": ArchivePolicy.never,
}


def change(mailing_list, settings):
    for name, value in settings.items():
        now = getattr(mailing_list, name)
        if isinstance(now, Enum) and isinstance(value, str):
            value = type(now)[value]
        setattr(mailing_list, name, value)


def subscribe(mailing_list, address):
    found = getUtility(IUserManager).get_address(address)
    return mailing_list.subscribe(found or getUtility(IUserManager).create_address(address))


def make(configuration):
    address = configuration["recipient"]
    mailing_list = create_list(address, style_name="legacy-default")
    change(mailing_list, COMMON)
    change(mailing_list, configuration.get("list", {}))
    subscribe(mailing_list, "sub-" + address.replace(DOMAIN, "dest.example"))
    # Her postings are those of a member, and no copy goes to her.
    author = subscribe(mailing_list, "alice@author.example")
    author.preferences.delivery_status = DeliveryStatus.by_user

    folder = Path(config.TEMPLATE_DIR, "lists", mailing_list.list_id, "en")
    for name, text in configuration.get("templates", {}).items():
        folder.mkdir(parents=True, exist_ok=True)
        (folder / (name + ".txt")).write_text(text, encoding="utf-8")


def main(mailman_cfg, configurations):
    initialize(mailman_cfg)
    with transaction():
        getUtility(IDomainManager).add(DOMAIN)
        for name, configuration in json.loads(Path(configurations).read_text()).items():
            if name.startswith("mailman3/"):
                make(configuration)


main(*sys.argv[1:])
