"""What every test shares: how long property tests run, and real databases to run on."""

import asyncio
import os
from collections.abc import Callable, Mapping

import pytest
import uvloop
from hypothesis import HealthCheck, settings

from tests.databases import Database, database, postgres_server

__all__ = ["Database", "database", "postgres_server"]

# Each of these takes long for what it adds to the others; `make check` runs them as well.
LONG = (
    "test_again.py::test_everything_goes_on_and_what_is_asked_for_is_somebody_new",
    "test_command.py::test_a_killed_page_takes_its_bot_along",
    "test_command.py::test_both_processes_end_at_ctrl_c",
    "test_command.py::test_one_folder_is_for_one_at_a_time",
    "test_command.py::test_what_can_not_be_is_refused_in_a_sentence",
    "bot/test_kill.py::test_killed_again_and_again",
    "bot/test_kill.py::test_it_ends_quickly_when_told_to[15]",
    "bot/test_kill.py::test_a_second_process_waits_and_takes_over",
    "test_clearing.py::test_clearing_keeps_to_the_pace",
    "test_cli.py::test_a_backup_comes_back_with_its_key_and_not_without",
    "test_cli.py::test_a_new_key_in_front_seals_everything_anew",
    "test_delivery.py::test_a_process_that_waits_sends_nothing",
    "test_delivery.py::test_a_page_under_way_is_waited_for_at_a_stop",
    "test_delivery.py::test_an_odd_answer_to_a_page_is_told",
    "test_reminding_killed.py::test_two_bots_share_a_database",
    "store/test_machine.py::test_the_store_is_a_dictionary_that_lasts[postgresql]",
    "store/test_housekeeping.py::test_more_than_one_handful_runs_out[postgresql]",
    "flowtools/test_commands.py::test_what_replaying_can_not_honour_is_refused",
    "flowtools/test_commands.py::test_a_golden_conversation_that_differs_fails_and_can_be_updated",
    "flowtools/test_commands.py::test_one_flow_is_played_by_itself",
    "e2e/test_commands.py::test_every_command_works_at_the_plan",
    "e2e/test_killed.py::test_killed_again_and_again[postgresql]",
    "e2e/test_killed.py::test_stopped_under_load",
    "e2e/test_faults.py::test_everything_at_once",
    "test_weeks.py::test_weeks_later_and_once_more_to_moving_on",
    "test_network.py::test_many_pages_of_one_browser",
    "test_network.py::test_without_a_network_words_wait",
    "test_phone.py::test_everybody_can_read_and_reach_it[narrow by day]",
    "test_phone.py::test_everybody_can_read_and_reach_it[wide by night]",
    "test_phone.py::test_ten_thousand_messages_stay_quick",
    "test_layout.py::test_no_button_is_cut_off_on_a_small_phone",
    "test_dialogues.py::test_every_answer_and_every_row_of_weeks_later_has_its_conversation",
    "test_dialogues.py::test_an_answer_and_a_row_without_a_conversation_are_noticed",
    "test_secrets.py::test_after_delete_no_trace_is_left_in_the_file",
    "test_reminding_odd.py::test_many_at_once_keep_the_pace",
    "test_everyone.py::test_everything_can_be_typed",
    "test_reminding_killed.py::test_killed_while_sending",
    "test_first_contact.py::test_deleted_is_as_if_never_met",
    "house/test_wheel.py",
    "flowtools/test_commands.py::test_a_conversation_is_played_saved_and_replayed",
    "test_content.py::test_one_flow_opens_by_itself",
    "test_backup.py::test_there_and_back[sqlite-postgresql]",
    "test_backup.py::test_there_and_back[postgresql-sqlite]",
    "test_bench.py::test_several_people_have_a_phone_each",
    "test_bad_input.py::test_strange_words_are_kept_as_words",
    "test_on_the_way.py::test_several_ticks_on_two_pages",
    "test_network.py::test_nothing_leaves_a_phone_without_a_network",
    "test_network.py::test_waiting_words_are_kept_until_they_are_sent",
    "test_network.py::test_waiting_words_have_the_travelled_time",
    "test_phone.py::test_alerts_and_short_words_after_a_tap",
    "test_phone.py::test_what_the_bot_does_to_its_messages_shows",
    "test_phone.py::test_the_newest_card_is_in_sight",
    "test_content.py::test_a_first_start_with_a_broken_flow",
    "test_content.py::test_an_edit_is_there_at_once",
    "browser/test_bench.py::test_somebody_elses_reminder_is_said_to_be_theirs",
    "browser/test_bench.py::test_a_due_message_is_waited_for",
    "browser/test_bench.py::test_another_chats_news_can_be_read",
    "browser/test_bench.py::test_the_calls_have_a_time_and_no_noise",
    "browser/test_checkup.py::test_two_pages_on_one_person_stay_alike",
    "browser/test_checkup.py::test_a_changed_message_counts",
    "browser/test_checkup.py::test_a_reload_keeps_everything",
    "browser/test_checkup.py::test_an_update_sent_again_does_nothing",
    "e2e/test_faults.py::test_whatever_passes_is_waited_for",
    "flowtools/test_commands.py::test_an_installed_copy_is_never_written",
    "house/test_no_skips.py",
    "test_cli.py::test_a_database_is_named_without_its_password",
    "test_cli.py::test_dialogues_that_cannot_be_used_are_told",
    "test_command.py::test_a_taken_port_is_named_and_the_next_one_used",
    "test_layout.py::test_a_label_longer_than_the_phone_wraps",
    "test_network.py::test_what_could_not_be_sent_is_there_to_send_again",
    "bot/test_kill.py::test_it_ends_quickly_when_told_to[2]",
    "flowtools/test_commands.py::test_the_page_for_review_goes_to_a_file",
    "test_faults.py::test_a_telegram_that_fails_to_give_updates",
    "bot/store/test_kill.py::test_what_was_durable_outlives_a_kill[postgresql]",
    "browser/test_focus.py",
    "browser/test_drawing.py",
    "simulator/test_again.py::test_a_flow_of_another_name_takes_nothing_down",
    "test_checkup.py::test_a_journey_goes_on_without_its_page",
    "test_network.py::test_words_typed_while_others_are_sent_go_too",
    "test_phone.py::test_everybody_can_read_and_reach_it[wide by day]",
    "flowtools/test_commands.py::test_a_check_tells_in_plain_lines_and_an_exit_code",
    "flowtools/test_commands.py::test_drawings_go_to_a_folder_of_ones_own",
    "flowtools/test_commands.py::test_the_flows_as_they_are_pass_their_check",
)

# The longest files begin first, so that the others fill the time beside them.
FIRST = (
    "bot/year/test_year.py",
    "flows/test_machine.py",
    "e2e/test_killed.py",
    "bot/store/test_machine.py",
    "e2e/test_everyone.py",
    "browser/test_checkup.py",
)

_slow = [HealthCheck.too_slow, HealthCheck.function_scoped_fixture]
settings.register_profile("short", max_examples=15, deadline=None, suppress_health_check=_slow)
settings.register_profile("full", max_examples=60, deadline=None, suppress_health_check=_slow)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "short"))


def pytest_asyncio_loop_factories() -> Mapping[str, Callable[[], asyncio.AbstractEventLoop]]:
    """Run on the same loop as the bot does."""
    return {"uvloop": uvloop.new_event_loop}


@pytest.hookimpl(tryfirst=True)  # before `-m` chooses
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark the long ones, and put the longest files first."""
    for item in items:
        if any(name in item.nodeid for name in LONG):
            item.add_marker(pytest.mark.full)
    items.sort(key=_place)


def _place(item: pytest.Item) -> int:
    return next((at for at, file in enumerate(FIRST) if file in item.nodeid), len(FIRST))
