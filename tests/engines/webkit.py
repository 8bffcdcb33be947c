#!/usr/bin/python3
"""A browser that is nothing but WebKitGTK, for WebDriver.

WebKit's own MiniBrowser keeps nothing once a driver starts it, so it cannot show
what is still there after it was killed.

    webkit.py --profile=DIRECTORY [--private] [--no-database]
"""

import argparse

import gi

gi.require_version("Gtk", "3.0")
gi.require_version("WebKit2", "4.1")
from gi.repository import Gtk, WebKit2  # noqa: E402  (the versions come first)

parser = argparse.ArgumentParser()
parser.add_argument("--profile", required=True, help="where everything is kept")
parser.add_argument("--private", action="store_true", help="keep nothing")
parser.add_argument("--no-database", action="store_true", help="pages get no IndexedDB")
# A driver adds some of its own.
wanted, _ = parser.parse_known_args()

if wanted.private:
    data = WebKit2.WebsiteDataManager.new_ephemeral()
else:
    data = WebKit2.WebsiteDataManager(
        base_data_directory=f"{wanted.profile}/data",
        base_cache_directory=f"{wanted.profile}/cache",
    )
context = WebKit2.WebContext.new_with_website_data_manager(data)
context.set_automation_allowed(True)


def open_view(*_):
    """Each tab is a window of its own."""
    view = WebKit2.WebView(web_context=context, is_controlled_by_automation=True)
    view.get_settings().set_enable_html5_database(not wanted.no_database)
    window = Gtk.Window(default_width=1100, default_height=900)
    window.add(view)
    window.show_all()
    view.connect("close", lambda _: window.destroy())
    return view


def automation_started(_, session):
    about = WebKit2.ApplicationInfo()
    about.set_name("wrapup-webkit")
    version = WebKit2.get_major_version(), WebKit2.get_minor_version(), WebKit2.get_micro_version()
    about.set_version(*version)
    session.set_application_info(about)
    session.connect("create-web-view", open_view)


context.connect("automation-started", automation_started)
Gtk.main()
