"""A few faults of each kind; `scripts/faults` injects many."""

import faults
import pytest


@pytest.fixture(scope="module")
def shop(tmp_path_factory):
    return faults.Workshop(tmp_path_factory.mktemp("faults"))


def check(count):
    if count.injected == 0:
        pytest.skip("; ".join(count.remarks))
    assert count.lost == [], count.line()
    assert count.survived + count.refused == count.injected, count.line()


def test_a_killed_training_goes_on_to_the_same_bits(shop):
    check(faults.kills_while_training(shop, 4))


def test_a_model_survives_a_kill_while_it_is_saved(shop):
    check(faults.kills_while_saving(shop, 3))


def test_sigterm_keeps_a_checkpoint_and_the_status_says_so(shop):
    check(faults.terminations(shop, 1))


def test_a_full_disk_is_an_error_that_loses_nothing(shop):
    check(faults.full_disks(shop, 1))


def test_a_read_only_directory_is_an_error_that_loses_nothing(shop):
    check(faults.read_only_directories(shop, 1))


def test_data_that_vanish_are_an_error_that_loses_nothing(shop):
    check(faults.vanished_data(shop, 1))


def test_a_second_training_in_a_directory_is_told(shop):
    check(faults.two_at_once(shop, 1))


def test_a_clock_that_goes_backwards_changes_nothing(shop):
    check(faults.clocks_backwards(shop, 1))


def test_a_limit_on_memory_is_survived_or_an_error(shop):
    check(faults.memory_limits(shop, [100, 200, 400, 600, 1200]))
