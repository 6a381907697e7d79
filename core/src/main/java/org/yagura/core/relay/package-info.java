/** SMTP relaying for those who have fetched their mail: stamps of logins. */
@NullMarked
package org.yagura.core.relay;

import org.jspecify.annotations.NullMarked;
