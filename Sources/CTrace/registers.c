#define _GNU_SOURCE
#include "registers.h"

#include "CTrace.h"

int mirror_trace_get(pid_t task, struct mirror_trace_call *call) {
  registers set;
  int failure = get_registers(task, &set);
  if (failure) return failure;
  call->number = number_in(task, &set);
  for (int i = 0; i < 6; i++) call->arguments[i] = *argument_of(&set, i);
  call->instruction = instruction_of(&set);
  call->stack = stack_of(&set);
  return 0;
}

int mirror_trace_result(pid_t task, int64_t *result) {
  registers set;
  int failure = get_registers(task, &set);
  if (!failure) *result = result_of(&set);
  return failure;
}

int mirror_trace_skip(pid_t task, int64_t result) {
  registers set;
  int failure = get_registers(task, &set);
  if (failure) return failure;
  failure = put_number(task, &set, -1);
  if (failure) return failure;
  put_result(&set, result);
  return put_registers(task, &set);
}

int mirror_trace_set_argument(pid_t task, int index, uint64_t value) {
  registers set;
  int failure = get_registers(task, &set);
  if (failure) return failure;
  *argument_of(&set, index) = value;
  return put_registers(task, &set);
}

int mirror_trace_set_result(pid_t task, int64_t result) {
  registers set;
  int failure = get_registers(task, &set);
  if (failure) return failure;
  put_result(&set, result);
  return put_registers(task, &set);
}

int mirror_trace_restore_argument(pid_t task, int index, uint64_t value, int64_t result) {
  registers set;
  int failure = get_registers(task, &set);
  if (failure) return failure;
  *argument_of(&set, index) = value;
  put_result(&set, result);  // on aarch64 the result and the first argument share a register
  return put_registers(task, &set);
}

int mirror_trace_rewind(pid_t task, const struct mirror_trace_call *call) {
  registers set;
  int failure = get_registers(task, &set);
  if (failure) return failure;
  *argument_of(&set, 0) = call->arguments[0];
  move_back(&set, call->number);
  return put_registers(task, &set);
}
