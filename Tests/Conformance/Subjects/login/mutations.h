// Every mutation by name; on the command line `_` is written `-`. What each one breaks is in LoginMutants*.swift.

#ifndef MUTATIONS_H
#define MUTATIONS_H

#define MUTATIONS(M) \
  M(none) M(lock_file) M(exclusive_lock) M(gives_up) \
  /* command line */ \
  M(ignores_f) M(cuts_path_at_blank) M(exit_1_on_success) M(silent_refusal) M(refusal_on_stdout) \
  M(ignores_unknown_flags) M(ignores_positionals) M(stores_before_usage_error) \
  /* configuration */ \
  M(comments_refused) M(aud_refused) M(key_relative_to_cwd) M(only_first_host) M(key_of_first_host) \
  M(claims_of_first_host) M(accepts_other_kind) M(accepts_no_hosts) M(exp_zero_accepted) \
  M(exp_negative_accepted) M(exp_no_unit_is_seconds) M(exp_garbage_is_an_hour) M(stores_one_by_one) \
  M(missing_key_skipped) M(tabs_accepted) M(missing_configuration_ignored) \
  M(unknown_fields_ignored) M(unknown_host_fields_ignored) M(duplicate_keys_ignored) M(duplicate_hosts_ignored) M(missing_iss_accepted) \
  M(missing_sub_accepted) M(aud_of_first_host) M(kind_in_any_case) M(kind_by_start) \
  M(fields_with_x_ignored) M(empty_fields_ignored) M(mappings_ignored) M(duplicate_host_names_ignored) \
  M(only_adjacent_hosts_compared) M(hosts_compared_with_sub) M(confines_by_start) M(no_confinement) M(confines_by_text) M(refuses_absolute) M(refuses_links) \
  M(makes_directory_early) M(tightens_mode_early) \
  /* token */ \
  M(alg_ed25519) M(padded) M(standard_alphabet) M(signs_claims_only) M(four_parts) M(no_kid) M(kid_of_thumbprint) \
  M(aud_is_url) M(aud_of_two) M(iss_sub_swapped) M(aud_ignored) M(aud_without_port) M(exp_in_milliseconds) \
  M(exp_minutes_ignored) M(exp_fraction_dropped) M(exp_at_most_a_day) M(exp_is_text) M(exp_missing) M(no_jti) \
  M(constant_jti) M(no_iat) M(no_nbf) M(nbf_in_future) M(iat_an_hour_off) M(exp_half_minute_dropped) \
  M(exp_at_most_a_year) M(nbf_a_second_later) M(local_time) M(jti_is_number) M(iat_is_text) \
  /* key */ \
  M(foreign_x_accepted) M(two_keys_accepted) M(public_set_accepted) M(loose_key_accepted) \
  M(second_public_key_accepted) M(x_compared_at_start) M(x_compared_at_ends) M(x_compared_without_sign) \
  /* store */ \
  M(ignores_docker_config) M(ignores_home) M(stores_as_auth) M(stores_under_url) M(stores_nothing) \
  M(missing_file_refused) M(missing_directory_refused) M(drops_other_members) M(drops_other_hosts) \
  M(rounds_number) M(shortens_number) M(reverses_order) M(replaces_by_prefix) M(keeps_old_token) M(new_file_0644) \
  M(new_file_0666_less_umask) M(new_directory_0755) M(existing_becomes_0644) M(loose_temporary) \
  M(link_replaced) M(dangling_link_replaced) M(damaged_is_empty) M(text_behind_ignored) M(nan_accepted) \
  M(array_is_empty) M(rewrites_damaged) M(in_place) M(in_place_through_link) M(removes_then_renames) M(empties_first) M(no_lock) \
  M(host_in_any_case) M(host_by_start) M(host_by_url) \
  M(reads_64_kibibytes) M(huge_numbers_cut) M(tiny_numbers_dropped) M(deep_numbers_shortened) M(null_members_dropped) \
  M(false_members_dropped) M(empty_members_dropped) M(nameless_members_dropped) M(proto_dropped) M(names_in_ascii) \
  M(names_cut_at_blank) M(strings_end_at_nul) M(delete_dropped) M(long_strings_cut) M(identity_tokens_dropped) \
  M(any_escape_accepted) M(comma_in_array_accepted) M(missing_comma_accepted) M(words_in_any_case) \
  M(form_feed_is_blank) M(text_ends_at_nul) M(entry_there_twice) \
  M(lock_after_reading) M(lock_released_early) M(no_lock_for_new_file) M(locks_config_itself) M(goes_on_without_lock) \
  M(overwrites_same_length) M(maps_same_length) M(in_place_when_small) M(in_place_when_large) M(one_rename_for_each_host) \
  M(link_target_0644) M(new_link_target_0644) M(home_file_0644) M(home_directory_0755) M(read_only_becomes_0600) \
  M(home_directory_refused) \
  /* failure */ \
  M(read_error_is_end) M(open_error_is_missing) M(write_errors_ignored) M(short_writes_ignored) M(close_errors_ignored) \
  M(close_errors_ignored_when_new) \
  M(flush_errors_ignored) M(aborts_on_failure) M(silent_failure) M(exit_0_on_failure) M(hangs_on_failure) \
  M(lock_file_blocks) M(lock_left_on_failure) M(fixed_temporary_blocks) M(empty_temporary_left) M(temporary_left) \
  M(handler_removes_config) M(no_flush) M(no_directory_flush) M(flush_before_write) M(signals_unhandled) \
  M(marks_damaged_file) \
  /* secrets */ \
  M(token_on_stdout) M(token_on_stderr_in_hex) M(token_on_stderr_in_base64) M(seed_on_stderr) M(token_on_failure) \
  M(token_in_temporary_directory) M(token_in_argument) M(token_in_environment) M(copy_beside) M(seed_in_home) \
  M(token_in_attribute) M(copy_outside) M(token_as_link_target) M(seed_in_file_name) M(token_in_lines) \
  M(token_on_stdout_in_lines) M(seed_as_title)

#define MUTATION_VALUE(name) M_##name,
enum mutation { MUTATIONS(MUTATION_VALUE) MUTATION_COUNT };

extern enum mutation mutation;
#define IS(name) (mutation == M_##name)

#endif
