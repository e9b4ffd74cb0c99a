<?php
// The settings of a WordPress that a test starts: its database and address come with the environment.
define('DB_NAME', getenv('TEST_DB_NAME'));
define('DB_USER', 'root');
define('DB_PASSWORD', '');
define('DB_HOST', getenv('TEST_DB_HOST'));
define('DB_CHARSET', 'utf8mb4');
define('DB_COLLATE', '');
define('WP_HOME', getenv('TEST_ADDRESS'));
define('WP_SITEURL', getenv('TEST_ADDRESS'));
define('WP_ENVIRONMENT_TYPE', 'local');   // application passwords without TLS
define('WP_HTTP_BLOCK_EXTERNAL', true);
define('AUTOMATIC_UPDATER_DISABLED', true);
define('DISABLE_WP_CRON', true);
$table_prefix = 'wp_';
if (!defined('ABSPATH')) {
    define('ABSPATH', __DIR__ . '/');
}
require_once ABSPATH . 'wp-settings.php';
