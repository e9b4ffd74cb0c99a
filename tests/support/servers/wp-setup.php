<?php
// Sets up the site with one user and prints an application password of that user. Its argument is the site's folder.
define('WP_INSTALLING', true);
$_SERVER['HTTP_HOST'] = parse_url(getenv('TEST_ADDRESS'), PHP_URL_HOST);
$_SERVER['REQUEST_URI'] = '/';
function wp_mail() { return true; }
require $argv[1] . '/wp-load.php';
require ABSPATH . 'wp-admin/includes/upgrade.php';
wp_install('Clinic', 'doctor', 'doctor@example.org', true, '', 'clinic-pass-1');
[$password] = WP_Application_Passwords::create_new_application_password(1, ['name' => 'publisher']);
echo $password;
