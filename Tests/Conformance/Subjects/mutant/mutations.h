// Every mutation by name; on the command line `_` is written `-`. What each one breaks is in Mutants*.swift.

#ifndef MUTATIONS_H
#define MUTATIONS_H

#define MUTATIONS(M) \
  M(none) \
  /* command line and messages */ \
  M(no_long_flag) M(no_equals_form) M(default_home) M(short_flag_ignored) M(exit_0_on_refusal) \
  M(exit_0_on_usage_error) M(exit_0_on_failure) M(exit_1_on_success) M(silent_refusal) M(silent_usage_error) \
  M(silent_failure) M(refusal_on_stdout) M(swapped_lines) M(lines_on_stderr) M(root_path_printed) \
  M(basename_printed) M(extra_line) M(no_final_newline) M(no_check_mark) M(crlf_lines) M(coloured_lines) \
  M(no_output) M(one_line) M(json_output) M(ignores_unknown_flags) M(ignores_positionals) \
  M(positional_is_directory) M(writes_before_usage_error) M(directory_before_usage_error) M(lines_before_writing) \
  /* directory */ \
  M(no_parents) M(no_mkdir) M(refuses_existing_directory) M(refuses_other_content) M(deletes_other_content) \
  M(touches_other_content) M(chmods_other_content) M(empties_directory_first) M(created_directory_0777) \
  M(existing_directory_0700) \
  /* files and modes */ \
  M(private_0644) M(private_0640) M(private_0400) M(private_0700) M(private_0666_less_umask) \
  M(private_loose_under_umask_0) M(private_loose_under_umask_027) M(public_0600) M(public_0664) M(public_0444) \
  M(public_0666_less_umask) M(public_0644_less_umask) M(private_0600_less_umask) M(chmod_after_write) \
  M(chmod_after_close) M(loose_temporary) M(no_fsync) M(no_private_fsync) M(no_directory_fsync) \
  M(private_0640_while_empty) M(private_0604_while_empty) M(temporary_0640_while_empty) \
  M(fsync_after_success) M(extra_file) M(extra_file_in_home) M(extra_directory) M(lock_file_left) \
  M(public_temporary_left) M(private_temporary_left) M(fills_directory) M(only_private) M(only_public) \
  /* JWK sets and JSON */ \
  M(keys_is_object) M(bare_key) M(top_level_array) M(two_keys) M(no_keys) M(keys_misspelt) M(byte_order_mark) \
  M(trailing_comma) M(trailing_text) M(trailing_nul) M(duplicate_member) M(escaped_duplicate_member) \
  M(duplicate_keys_member) M(two_documents) M(utf_16) M(latin_1) M(single_quotes) M(comment) M(lone_surrogate) \
  M(noncharacter) M(raw_control_character) M(empty_public) M(truncated_public) M(leading_zero_number) \
  M(overlong_utf_8) \
  /* JWK */ \
  M(kty_ec) M(kty_lower_case) M(crv_lower_case) M(crv_x25519) M(no_kty) M(no_alg) M(alg_ed25519) M(alg_es256) \
  M(alg_lower_case) M(alg_missing_in_public) M(use_enc) M(use_array) M(use_only_in_private) \
  M(key_ops_verify_in_private) M(key_ops_sign_in_public) M(key_ops_string) M(padded) M(standard_alphabet) \
  M(trailing_bits) M(trailing_bits_in_d) M(hex_values) M(line_broken) M(d_64_bytes) M(d_pkcs8) M(d_empty) \
  M(private_without_d) M(public_has_d) M(public_has_d_renamed) M(public_has_d_hex) M(public_has_d_upper_hex) \
  M(public_has_d_base64) M(public_has_d_escaped) M(public_has_d_top_level) M(public_has_k) M(swapped_sets) \
  M(public_x_differs) \
  /* kid */ \
  M(kid_differs) M(kid_missing) M(kid_missing_in_public) M(kid_number) M(kid_v4) M(kid_v1) M(kid_v7) \
  M(kid_upper_case) M(kid_wrong_variant) M(kid_braces) M(kid_urn) M(kid_no_hyphens) M(kid_thumbprint) \
  M(kid_empty) M(kid_trailing_space) M(kid_constant) M(kid_unix_epoch) M(kid_hour_off) M(kid_two_seconds_off) \
  M(kid_v1_field_order) M(kid_seconds_only) M(kid_counts_down) M(kid_sometimes_v4) M(kid_mac_node) \
  /* key */ \
  M(x_of_another_key) M(x_reversed) M(x_random) M(x_of_x25519) M(d_is_scalar) M(same_key) M(key_from_clock) \
  M(key_from_clock_ns) M(key_from_pid) M(key_64_bits) M(key_fixed_byte) M(key_fixed_high_bits) \
  M(key_repeated_half) M(key_counting) M(key_hex_text) M(key_of_two) \
  /* existing files */ \
  M(overwrites) M(overwrites_private) M(overwrites_public) M(keeps_backup) M(writes_through_symlink) \
  M(follows_dangling_symlink) M(replaces_symlink) M(replaces_empty_file) M(replaces_empty_directory) \
  M(blocks_on_fifo) M(checks_then_truncates) M(checks_then_renames) M(loser_deletes_winner) M(refusal_deletes) \
  M(refusal_touches) M(refusal_chmods) M(refusal_truncates) M(refusal_replaces_inode) M(refusal_leaves_public) \
  M(refusal_leaves_private) M(refusal_writes_log) M(refusal_writes_in_home) \
  M(refusal_makes_and_removes) M(refusal_writes_into_fifo) M(refusal_writes_through_link) \
  /* rollback */ \
  M(private_first) M(public_written_last) M(no_rollback) M(keeps_private) M(keeps_public_partial) \
  M(keeps_private_partial) M(keeps_public) M(rollback_truncates) M(rollback_only_enospc) \
  M(no_rollback_after_flush) M(no_rollback_when_open_fails) M(no_rollback_when_directory_flush_fails) \
  M(write_errors_ignored) M(short_writes_ignored) M(flush_errors_ignored) M(close_errors_ignored) \
  M(public_errors_ignored) M(retries_eio_forever) M(hangs_on_failure) M(aborts_on_failure) \
  M(segfaults_on_failure) M(aborts_before_rollback) M(rollback_wipes_directory) M(rollback_touches_others) \
  M(rollback_removes_directory) M(public_temporary_left_on_failure) M(private_temporary_left_on_failure) \
  M(lock_left_on_failure) M(exclusive_lock_left_on_failure) M(no_signal_handling) M(sigterm_unhandled) \
  M(sigint_unhandled) M(handler_exits_at_once) M(handler_removes_both) M(gives_up_on_both) \
  M(looks_and_keeps) M(failing_look_is_success) M(forgets_temporary_after_look) M(aborts_on_enomem) \
  M(close_range_errors_ignored) M(middle_write_errors_ignored) \
  /* secrets */ \
  M(d_on_stderr) M(d_on_stdout) M(d_on_stderr_base64) M(d_on_stderr_hex) M(d_on_stderr_upper_hex) \
  M(private_set_on_stderr) M(seed_in_temporary_directory) M(seed_in_home) M(seed_beside) M(seed_outside) \
  M(private_set_on_failure) M(seed_on_failure) M(seed_in_attribute) M(seed_appended_outside) \
  M(copy_outside_on_failure) \
  /* what shows in some calls, runs or keys only */ \
  M(splits_at_last_equals) M(stops_at_dashes) M(cuts_long_path) M(no_parents_when_absolute) \
  M(clears_special_bits) M(key_complement_half) M(key_quarter_random) M(key_until_zero) M(d_loses_small_byte) \
  /* altogether broken */ \
  M(always_crashes) M(always_hangs) M(always_fails) M(does_nothing) M(floods_stdout) \
  M(invalid_utf_8_output) M(leaves_daemon) M(removes_its_directory)

#define MUTATION_VALUE(name) M_##name,
enum mutation { MUTATIONS(MUTATION_VALUE) MUTATION_COUNT };

extern enum mutation mutation;
#define IS(name) (mutation == M_##name)

#endif
