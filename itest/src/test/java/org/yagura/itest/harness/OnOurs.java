package org.yagura.itest.harness;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.TestTemplate;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A test of our suite only: of an intended difference from 0.76, or, where none is named, of what cannot be run with both (suites
 * that work together, limits of ours). Runs in a fresh {@link Sandbox}, its parameter.
 */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@TestTemplate
@ExtendWith(SuiteTests.class)
public @interface OnOurs {
    /** The intended difference, if it is one. */
    Difference[] value() default {};
}
