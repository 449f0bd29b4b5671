// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.reload;

import java.sql.Driver;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Enumeration;
import java.util.concurrent.Callable;

/**
 * Has {@link DriverManager} forget the JDBC drivers of the class loader that this class is defined in: it would keep
 * them, and with them the loader, for ever. It shows and removes drivers for callers of their own loader only, so each
 * {@link JarLoader} defines a copy of this class, which may use classes of the JDK and no others.
 */
public final class JdbcDrivers implements Callable<Void> {

    @Override
    public Void call() throws SQLException {
        ClassLoader own = getClass().getClassLoader();
        for (Enumeration<Driver> all = DriverManager.getDrivers(); all.hasMoreElements(); ) {
            Driver driver = all.nextElement();
            if (driver.getClass().getClassLoader() == own) {
                DriverManager.deregisterDriver(driver);
            }
        }
        return null;
    }
}
