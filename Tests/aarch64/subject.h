// What the subjects of the tests do; the tests' own executable is one when it has an argument.

#ifndef SUBJECT_H
#define SUBJECT_H

int be_subject(const char *act);

enum { SUBJECT_EXIT_STATUS = 7 };

#endif
